"""Elements at the head of a 公文: 发文字号, 标题, 主送机关; and its 成文日期."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Rule, document_rule
from baguan_rules.layout.common import STANDARD, STATUTORY, is_old

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Match

    from baguan.document import Document
    from baguan.model import Finding

_NUMBER_BASIS = Basis(STANDARD, "7.2.5", Strength.MUST)
_DATE_BASIS = Basis(STANDARD, "7.3.5.4", Strength.MUST)
_PRACTICE = Basis("公文标题的通行写法", "", Strength.PRACTICE)
_BODY = "\n关于开展检查的通知\n各科室：\n请按要求办理。\n某市财政局\n2024年5月6日"

# A 令, 公告 or issue of minutes is counted 第×号, and papers of law enforcement have numbers of their own.
_OTHER_SERIES = r"令|公告|通告|公报|纪要|决字|罚|案|期"


_ARABIC_DATE = lazy_pattern(r"(?P<y>(?:19|20)\d{2})\D{1,4}?(?P<m>\d{1,2})\D{1,4}?(?P<d>\d{1,2})\s*[日号]?")


def _number(document: Document, pattern: str) -> Iterator[Match[str]]:
    """Matches of ``pattern`` in the document's own 发文字号."""
    import regex

    for element in document.structure.all(ElementName.DOCUMENT_NUMBER):
        text = document.text[element.start : element.end]
        year = compile_pattern(r"(?:19|20)\d{2}").search(text)
        if text.startswith("第") or compile_pattern(_OTHER_SERIES).search(text) or (year and int(year[0]) < 2012):
            continue
        yield from regex.compile(pattern).finditer(document.text, element.start, element.end)


def _fixed(rule: DocumentRule, start: int, end: int, old: str, new: str) -> Finding:
    title = f"“{old}”改为“{new}”" if new else f"删去“{old}”"
    return rule.at(start, end, fix=Fix(title, (Edit(start, end, new),), Applicability.DISPLAY))


@document_rule(
    code="TL101",
    name="document-number-brackets",
    severity=Severity.ERROR,
    message="发文字号的年份应当用六角括号“〔〕”括入",
    basis=_NUMBER_BASIS,
    explanation="只查本文件版头的文号行；令、公告、纪要的“第×号”和执法文书的文号不查，2012年以前的文号不查。",
    kinds=STATUTORY,
    bad=[
        Bad("某财发⟦[2024]⟧3号" + _BODY, fix="某财发〔2024〕3号" + _BODY),
        Bad("某财函⟦（2024）⟧3号" + _BODY, fix="某财函〔2024〕3号" + _BODY),
        Bad("某财发⟦【2024】⟧3号" + _BODY, fix="某财发〔2024〕3号" + _BODY),
    ],
    good=[
        "某财发〔2024〕3号" + _BODY,
        "某财发〔2024〕3号\n关于转发某省财政厅（2023）5号文件的通知\n各科室：\n请办理。\n某市财政局\n2024年5月6日",
        "某财发[2009]3号\n关于开展检查的通知\n各科室：\n请按要求办理。\n某市财政局\n2009年5月6日",
    ],
)
def number_brackets(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Any pair around the year but 〔〕."""
    for match in _number(document, r"[\[［【（(〈<﹝](?P<year>(?:20)?(?:\d{2}|[×X]{2,4})年?)[\]］】）)〉>﹞]"):
        yield _fixed(rule, *match.span(), match[0], f"〔{match['year'].removesuffix('年')}〕")


@document_rule(
    code="TL102",
    name="document-number-with-di",
    severity=Severity.ERROR,
    message="发文字号的顺序号前不加“第”字",
    basis=_NUMBER_BASIS,
    kinds=STATUTORY,
    bad=[Bad("某财发〔2024〕⟦第⟧3号" + _BODY, fix="某财发〔2024〕3号" + _BODY)],
    good=[
        "某财发〔2024〕3号" + _BODY,
        "某省人民政府令\n第12号\n某省公路条例实施办法已经通过，现予公布。\n省长　张三\n2024年5月6日",
    ],
)
def number_with_di(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """第 between the year and the serial."""
    for match in _number(document, r"(?<=\d[\]］】）)〉>﹞〕] ?)第(?= ?[\d×X]{1,5})"):
        yield _fixed(rule, *match.span(), "第", "")


@document_rule(
    code="TL103",
    name="document-number-padded",
    severity=Severity.ERROR,
    message="发文字号的顺序号不编虚位（1不编为01）",
    basis=_NUMBER_BASIS,
    kinds=STATUTORY,
    bad=[Bad("某财发〔2024〕⟦003⟧号" + _BODY, fix="某财发〔2024〕3号" + _BODY)],
    good=["某财发〔2024〕3号" + _BODY, "某财发〔2024〕30号" + _BODY, "某财发〔2024〕1003号" + _BODY],
)
def number_padded(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A serial that starts with a zero."""
    for match in _number(document, r"(?<=[\]］】）)〉>﹞〕] ?第? ?)0+(?P<rest>\d+)(?= ?号)"):
        yield _fixed(rule, *match.span(), match[0], match["rest"])


@document_rule(
    code="TL104",
    name="document-number-short-year",
    severity=Severity.ERROR,
    message="发文字号的年份应当标全称，四位数字",
    basis=_NUMBER_BASIS,
    kinds=STATUTORY,
    bad=[Bad("某财发〔⟦24⟧〕3号" + _BODY, fix="某财发〔2024〕3号" + _BODY)],
    good=["某财发〔2024〕3号" + _BODY],
)
def number_short_year(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Two digits between the brackets; the century of the 成文日期 is not in doubt."""
    for match in _number(document, r"(?<=[\[［【（(〈<﹝〔])\d{2}(?=年?[\]］】）)〉>﹞〕])"):
        if not is_old(document):
            yield _fixed(rule, *match.span(), match[0], f"20{match[0]}")


@document_rule(
    code="TL105",
    name="document-number-without-hao",
    severity=Severity.ERROR,
    message="发文字号的顺序号后应当加“号”字",
    basis=_NUMBER_BASIS,
    kinds=STATUTORY,
    bad=[Bad("某财发〔2024〕⟦3⟧" + _BODY, fix="某财发〔2024〕3号" + _BODY)],
    good=["某财发〔2024〕3号" + _BODY],
)
def number_without_hao(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Nothing after the serial."""
    for match in _number(document, r"(?<=\d[\]］】）)〉>﹞〕] ?第? ?)\d{1,5}(?![\d号]| ?号)"):
        yield _fixed(rule, *match.span(), match[0], f"{match[0]}号")


_CHINESE_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "○零ＯO０", "0"
)


def arabic_date(text: str) -> str:
    """A date in any of its usual forms as 2024年5月6日; "" when it is no whole date."""

    match = _ARABIC_DATE.fullmatch(text)
    if match:
        return f"{match['y']}年{int(match['m'])}月{int(match['d'])}日"
    match = compile_pattern(r"(?P<y>\S{4})年(?P<m>[一二三四五六七八九十元正]{1,3})月(?P<d>\w{1,3})[日号]").fullmatch(
        text
    )
    if not match:
        return ""
    year = "".join(_CHINESE_DIGITS.get(character, "?") for character in match["y"])
    month, day = _small(match["m"]), _small(match["d"])
    return f"{year}年{month}月{day}日" if year.isdigit() and 1 <= month <= 12 and 1 <= day <= 31 else ""


def _small(text: str) -> int:
    text = text.replace("廿", "二十").replace("元", "一").replace("正", "一")
    tens, ten, ones = text.rpartition("十")
    digits = {character: value for value, character in enumerate("〇一二三四五六七八九")}
    if not ten:
        return digits.get(ones, 0)
    return (digits.get(tens, 0) if tens else 1) * 10 + (digits.get(ones, 0) if ones else 0)


def _dates(document: Document) -> Iterator[tuple[int, int, str]]:
    """The 成文日期 that are whole and not from before the standard."""
    if is_old(document):
        return
    for element in document.structure.all(ElementName.DATE):
        yield element.start, element.end, document.text[element.start : element.end]


_SIGNED = "关于开展检查的通知\n各科室：\n请按要求办理。\n某市财政局\n"


@document_rule(
    code="TL106",
    name="issue-date-in-chinese-numerals",
    severity=Severity.ERROR,
    message="成文日期应当用阿拉伯数字标全年、月、日",
    basis=_DATE_BASIS,
    explanation="只查落款的成文日期；2012年7月1日以前的旧件、题注、正文中的日期不查。",
    kinds=STATUTORY,
    bad=[Bad(_SIGNED + "⟦二〇二四年五月十六日⟧", fix=_SIGNED + "2024年5月16日")],
    good=[_SIGNED + "2024年5月16日", _SIGNED + "二〇一一年五月十六日", _SIGNED + "2024年　月　日"],
)
def date_in_chinese(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A sign-off date in Chinese numerals."""
    for start, end, text in _dates(document):
        if text[0] in _CHINESE_DIGITS and (new := arabic_date(text)):
            yield _fixed(rule, start, end, text, new)


@document_rule(
    code="TL107",
    name="issue-date-padded",
    severity=Severity.ERROR,
    message="成文日期的月、日不编虚位（1不编为01）",
    basis=_DATE_BASIS,
    kinds=STATUTORY,
    bad=[
        Bad(_SIGNED + "⟦2024年05月06日⟧", fix=_SIGNED + "2024年5月6日"),
        Bad(_SIGNED + "⟦2024年5月06日⟧", fix=_SIGNED + "2024年5月6日"),
    ],
    good=[_SIGNED + "2024年5月6日", _SIGNED + "2024年10月20日"],
)
def date_padded(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A sign-off date with a leading zero."""

    for start, end, text in _dates(document):
        if compile_pattern(r"年\s*0\d|月\s*0\d").search(text) and (new := arabic_date(text)):
            yield _fixed(rule, start, end, text, new)


@document_rule(
    code="TL108",
    name="issue-date-form",
    severity=Severity.ERROR,
    message="成文日期应当写作“2024年5月6日”的形式，年份四位，不用“.”“-”“/”和“号”",
    basis=_DATE_BASIS,
    kinds=STATUTORY,
    bad=[
        Bad(_SIGNED + "⟦2024.5.6⟧", fix=_SIGNED + "2024年5月6日"),
        Bad(_SIGNED + "⟦2024年5月6号⟧", fix=_SIGNED + "2024年5月6日"),
    ],
    good=[_SIGNED + "2024年5月6日", _SIGNED + "2024年×月×日", _SIGNED + "2024年 5 月 6 日"],
)
def date_form(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Dots, hyphens, slashes or 号 in the sign-off date."""

    for start, end, text in _dates(document):
        wrong = (
            compile_pattern(r"(?:19|20)\d{2}[.．/\-－]\d{1,2}[.．/\-－]\d{1,2}日?").fullmatch(text) or text[-1:] == "号"
        )
        if wrong and (new := arabic_date(text)):
            yield _fixed(rule, start, end, text, new)


@document_rule(
    code="TL109",
    name="issue-date-incomplete",
    severity=Severity.WARNING,
    message="成文日期应当标全年、月、日",
    basis=_DATE_BASIS,
    kinds=STATUTORY,
    explanation="留空待填的“2024年　月　日”不报。",
    bad=[Bad(_SIGNED + "⟦2024年5月⟧"), Bad(_SIGNED + "⟦24年5月6日⟧")],
    good=[_SIGNED + "2024年5月6日", _SIGNED + "2024年5月　日", _SIGNED + "2024年×月×日"],
)
def date_incomplete(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A year of two digits, or no day."""

    for start, end, text in _dates(document):
        blank = (
            compile_pattern(r"[×xXＸ_＿]|[年月]\s*[月日]").search(text)
            or document.text[end : end + 6].strip(" \u3000")[:1] == "日"
        )
        if not blank and compile_pattern(r"\S{4}年\s*\w{1,3}\s*月\s*|\d{2}年.*").fullmatch(text):
            yield rule.at(start, start + len(text.rstrip()))


def _title(document: Document) -> tuple[int, int] | None:
    title = document.structure.first(ElementName.TITLE)
    return None if title is None else (title.start, title.end)


@document_rule(
    code="TL110",
    name="title-end-mark",
    severity=Severity.WARNING,
    message="标题末尾不加标点",
    basis=_PRACTICE,
    kinds=STATUTORY,
    bad=[
        Bad(
            "关于开展检查的通知⟦。⟧\n各科室：\n请按要求办理。\n某市财政局\n2024年5月6日",
            fix="关于开展检查的通知\n各科室：\n请按要求办理。\n某市财政局\n2024年5月6日",
        )
    ],
    good=[
        _SIGNED + "2024年5月6日",
        "关于印发《检查办法（试行）》的通知\n各科室：\n请按要求办理。\n某市财政局\n2024年5月6日",
    ],
)
def title_end_mark(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A mark after the last character of the whole title."""
    span = _title(document)
    if span is not None and document.text[span[1] - 1] in "。，；：、,.;:":
        end = span[1]
        fix = Fix("删去标题末尾的标点", (Edit(end - 1, end, ""),), Applicability.UNSAFE)
        yield rule.at(end - 1, end, fix=fix)


@document_rule(
    code="TL111",
    name="title-inner-mark",
    severity=Severity.INFO,
    message="标题中除书名号、引号、括号、顿号外一般不用标点",
    basis=_PRACTICE,
    kinds=STATUTORY,
    bad=[Bad("关于加强领导⟦，⟧开展检查的通知\n各科室：\n请按要求办理。\n某市财政局\n2024年5月6日")],
    good=[
        "关于甲局、乙局开展检查的通知\n各科室：\n请按要求办理。\n某市财政局\n2024年5月6日",
        "关于印发《加强领导，开展检查办法》的通知\n各科室：\n请按要求办理。\n某市财政局\n2024年5月6日",
    ],
)
def title_inner_mark(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A comma, semicolon or full stop inside the title, but for quoted names."""
    span = _title(document)
    if span is None:
        return
    for place in range(span[0], span[1] - 1):
        if document.text[place] in "，；。,;":
            depth = document.text.count("《", span[0], place) + document.text.count("“", span[0], place)
            closed = document.text.count("》", span[0], place) + document.text.count("”", span[0], place)
            if depth == closed:
                yield rule.at(place, place + 1)
                return


@document_rule(
    code="TL112",
    name="addressee-colon",
    severity=Severity.WARNING,
    message="主送机关末尾应当标全角冒号“：”",
    basis=Basis(STANDARD, "7.3.2", Strength.MUST),
    kinds=STATUTORY,
    bad=[
        Bad(
            "关于开展检查的通知\n各科室⟦:⟧\n请按要求办理。\n某市财政局\n2024年5月6日",
            fix="关于开展检查的通知\n各科室：\n请按要求办理。\n某市财政局\n2024年5月6日",
        ),
        Bad(
            "关于开展检查的通知\n各市人民政府⟦⟧\n请按要求办理。\n某市财政局\n2024年5月6日",
            fix="关于开展检查的通知\n各市人民政府：\n请按要求办理。\n某市财政局\n2024年5月6日",
        ),
    ],
    good=[_SIGNED + "2024年5月6日"],
)
def addressee_colon(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The last character of the addressee above the body."""
    element = document.structure.first(ElementName.ADDRESSEE)
    body = document.structure.first(ElementName.BODY)
    if element is None or body is None or element.start > body.start or document.text[element.end - 1] == "：":
        return
    last = document.text[element.end - 1]
    start = element.end - 1 if last in ":，,。；;、" else element.end
    fix = Fix("主送机关末尾用“：”", (Edit(start, element.end, "："),), Applicability.UNSAFE)
    yield rule.at(start, element.end, fix=fix)


RULES: list[Rule] = [
    number_brackets,
    number_with_di,
    number_padded,
    number_short_year,
    number_without_hao,
    date_in_chinese,
    date_padded,
    date_form,
    date_incomplete,
    title_end_mark,
    title_inner_mark,
    addressee_colon,
]
