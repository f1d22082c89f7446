"""Number formats of automatic numbering (``w:numFmt``): an integer becomes 一、㈠、①、IV …"""

from __future__ import annotations

from collections.abc import Callable

_LIMIT = 4999  # beyond it the additive systems only grow long; Word gives up there as well

_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_UNITS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def format_number(number: int, style: str, picture: str = "") -> str:
    """``number`` in the format ``style`` (a value of ST_NumberFormat).

    ``picture`` is the ``w:format`` of a custom format (``001, 002, …``).  A format that is not known, and a
    number a format cannot write, come out in Arabic digits, as Word does.
    """
    if style == "custom":
        width = len(picture.partition(",")[0].strip())
        return str(number).zfill(width if 0 < width < 10 else 0)
    function = _FORMATS.get(style)
    return str(number) if function is None else function(number) or str(number)


def _letters(first: str, count: int = 26) -> Callable[[int], str]:
    def write(number: int) -> str:
        if not 0 < number <= count * 30:
            return ""
        times, index = divmod(number - 1, count)
        return chr(ord(first) + index) * (times + 1)

    return write


def _roman(number: int) -> str:
    if not 0 < number <= _LIMIT:
        return ""
    text = ""
    for value, letters in _ROMAN + _ROMAN_UNITS:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _listed(characters: str) -> Callable[[int], str]:
    """One character a number; beyond the list Arabic digits."""
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else ""


def _ranged(first: str, count: int) -> Callable[[int], str]:
    return _listed("".join(chr(ord(first) + index) for index in range(count)))


def _digital(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number)) if number >= 0 else ""


def _counting(
    digits: str, units: str, *, zero: str = "", bare_ten: bool = True, bare_units: bool = False, myriad: str = "万"
) -> Callable[[int], str]:
    """The counting system with units: 一百零一.

    ``zero`` stands for a gap, ``bare_ten`` writes 十 for 10–19, ``bare_units`` writes no 一 before any unit.
    """

    def below_myriad(number: int) -> str:
        text = ""
        gap = False
        for power in (3, 2, 1, 0):
            digit = number // 10**power % 10
            if not digit:
                gap = bool(text)
                continue
            if gap:
                text += zero
                gap = False
            unit = units[power - 1] if power else ""
            text += unit if unit and digit == 1 and bare_units else digits[digit] + unit
        return text

    def write(number: int) -> str:
        if number == 0:
            return digits[0]
        if not 0 < number < 10**8:
            return ""
        high, low = divmod(number, 10_000)
        text = below_myriad(low) if low else ""
        if high:
            text = below_myriad(high) + myriad + (zero if 0 < low < 1000 else "") + text
        elif bare_ten and 10 <= number < 20:
            text = text.removeprefix(digits[1])
        return text

    return write


def _up_to_99(counting: Callable[[int], str], digits: str) -> Callable[[int], str]:
    """Word writes 一 to 九十九 with 十 and from 100 on digit by digit (一〇〇)."""
    digital = _digital(digits)
    return lambda number: counting(number) if 0 < number < 100 else digital(number)


def _ordinal(number: int) -> str:
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _sexagenary(number: int) -> str:
    if not 0 < number <= 60:
        return ""
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


def _symbols(number: int) -> str:
    if not 0 < number <= 120:
        return ""
    times, index = divmod(number - 1, 4)
    return "*†‡§"[index] * (times + 1)


_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CHINESE = _counting(_DIGITS, "十百千", zero="零")
_FULL_WIDTH = _digital("０１２３４５６７８９")

_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}" if number >= 0 else "",
    "chicago": _symbols,
    "numberInDash": lambda number: f"- {number} -",
    "decimalFullWidth": _FULL_WIDTH,
    "decimalFullWidth2": _FULL_WIDTH,
    "decimalEnclosedCircle": _ranged("①", 20),
    "decimalEnclosedCircleChinese": _ranged("①", 20),
    "decimalEnclosedFullstop": _ranged("⒈", 20),
    "decimalEnclosedParen": _ranged("⑴", 20),
    "ideographEnclosedCircle": _ranged("㊀", 10),
    "ideographTraditional": _listed(_STEMS),
    "ideographZodiac": _listed(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographDigital": _digital(_DIGITS),
    "japaneseDigitalTenThousand": _digital(_DIGITS),
    "taiwaneseDigital": _digital("○一二三四五六七八九"),
    "chineseCounting": _up_to_99(_CHINESE, "○一二三四五六七八九"),
    "taiwaneseCounting": _up_to_99(_CHINESE, "○一二三四五六七八九"),
    "chineseCountingThousand": _CHINESE,
    "taiwaneseCountingThousand": _counting(_DIGITS, "十百千", zero="零", bare_ten=False, myriad="萬"),
    "japaneseCounting": _counting(_DIGITS, "十百千", bare_units=True),
    "chineseLegalSimplified": _counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟", zero="零", bare_ten=False),
    "ideographLegalTraditional": _counting("零壹貳參肆伍陸柒捌玖", "拾佰仟", zero="零", bare_ten=False, myriad="萬"),
    "japaneseLegal": _counting("〇壱弐参四伍六七八九", "拾百阡", bare_ten=False, myriad="萬"),
    "koreanDigital": _digital("영일이삼사오육칠팔구"),
    "koreanDigital2": _digital("零一二三四五六七八九"),
    "koreanCounting": _counting("영일이삼사오육칠팔구", "십백천", bare_units=True, myriad="만"),
    "ganada": _listed("가나다라마바사아자차카타파하"),
    "chosung": _listed("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
    "aiueoFullWidth": _listed(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    ),
    "irohaFullWidth": _listed(
        "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
    ),
    "russianUpper": _listed("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
    "russianLower": _listed("абвгдежзиклмнопрстуфхцчшщыэюя"),
}
