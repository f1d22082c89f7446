"""Read numbers as official documents write them."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CAPITALS = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_TENS = "零一二三四五六七八九十"


def chinese_to_int(text: str) -> int | None:
    """The value of 三、十二、两百零五、壹仟贰佰万 and the like; ``None`` when ``text`` is no such number."""
    values = DIGITS | _CAPITALS
    total = section = digit = 0
    for character in text:
        if character in values:
            digit = values[character]
        elif character in _UNITS:
            section += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in "万亿":
            if character == "亿":
                total = (total + section + digit) * 10**8
            else:
                total += (section + digit) * 10**4
            section = digit = 0
        else:
            return None
    return total + section + digit if text else None


def number(text: str) -> int | None:
    """The value of a count written in figures or in Chinese numerals."""
    return int(text) if text.isdecimal() else chinese_to_int(text)


def capital_amount(text: str) -> Decimal | None:
    """The value in 元 of an amount in words (壹万贰仟元伍角整); ``None`` when it cannot be read."""
    yuan, mark, rest = text.replace("圆", "元").partition("元")
    whole = chinese_to_int(yuan)
    if whole is None or not mark:
        return None
    value = Decimal(whole)
    digit: int | None = None
    for character in rest.rstrip("整正"):
        if character in _CAPITALS:
            digit = _CAPITALS[character]
        elif character in "角分" and digit is not None:
            value += Decimal(digit) / (10 if character == "角" else 100)
            digit = None
        else:
            return None
    return value


def tens(value: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    ten, one = divmod(value, 10)
    if not ten:
        return _TENS[one]
    return ("" if ten == 1 else _TENS[ten]) + "十" + (_TENS[one] if one else "")
