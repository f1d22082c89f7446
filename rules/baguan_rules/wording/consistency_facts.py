"""一致: the same fact given in two ways, a year left over from an old draft, parallel items that break form."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Finding, Severity, Span, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, DocumentRule, Rule, document_rule

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document
    from baguan.outline import Heading

_REVIEW = Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST)
_PRACTICE = Basis("通行做法", "", Strength.PRACTICE)

# Labels that name one thing in a document: what follows them should be the same everywhere.
_EVENT = (
    *(
        "会议时间",
        "报到时间",
        "报名截止时间",
        "报送截止时间",
        "开标时间",
        "投标截止时间",
        "公示时间",
        "公示期",
        "活动时间",
        "培训时间",
    ),
    *("考试时间", "报名时间", "征求意见时间", "截止时间", "截止日期"),
)
_DATE = r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)"
_GIVEN = lazy_pattern(
    rf"(?P<label>{'|'.join(_EVENT)})(?:[为是定在于改至到：:]|定于|安排在)*"
    rf"(?P<at>(?P<date>{_DATE})(?:[至到—－-](?P<until>{_DATE}|\d{{1,2}}日))?)"
)


@document_rule(
    code="WZ511",
    name="date-of-one-thing-differs",
    severity=Severity.WARNING,
    message="同一件事的时间前后不一致，请核对",
    basis=_REVIEW,
    explanation="“会议时间”“报名截止时间”“公示期”在一篇里出现两次，日期应当相同。只比紧跟在这些词后面的日期；“调整为、改为”的不比。",
    anchors=_EVENT,
    bad=[Bad("一、会议时间：5月12日，会期半天。\n请于5月10日前报名，逾期不候。会议时间为⟦5月13日⟧。")],
    good=[
        "会议时间：5月12日。会议时间为2026年5月12日。",
        "会议时间：5月12日。会议时间调整为5月13日。",
        "公示时间为5月12日至18日。",
    ],
)
def _dates(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    first: dict[str, Match[str]] = {}
    for match in _GIVEN.finditer(document.text):
        if "改" in match[0]:
            continue
        before = first.setdefault(match["label"], match)
        if before is match or _same_date(before["date"], match["date"]):
            continue
        message = f"“{match['label']}”前面写{before['at']}，这里写{match['at']}，请核对"
        yield rule.at(*match.span("at"), message=message)._replace(related=(Span(*before.span("at")),))


def _same_date(one: str, other: str) -> bool:
    """Whether two dates agree as far as both are given."""
    return one.endswith(other) or other.endswith(one)


_THINGS = (
    *(
        "总投资",
        "概算投资",
        "估算投资",
        "投资总额",
        "预算总额",
        "合同金额",
        "中标价",
        "补助资金",
        "总建筑面积",
        "占地面积",
        "建筑面积",
    ),
    *("总里程", "全长"),
)
_AMOUNT = lazy_pattern(
    rf"(?:{'|'.join(_THINGS)})(?P<verb>[约为达共是计]*)(?P<at>(?P<figure>\d[\d,]*(?:\.\d+)?)(?P<unit>[万亿]?(?:元|平方米|公里|亩|公顷)))"
)
_NAME = lazy_pattern(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{6,30}$")


@document_rule(
    code="WZ512",
    name="amount-of-one-thing-differs",
    severity=Severity.WARNING,
    message="同一个项目的数字前后不一致，请核对",
    basis=_REVIEW,
    explanation=(
        "“青石水库除险加固工程总投资2360万元”后面又写“青石水库除险加固工程总投资2630万元”。"
        "只比名称（六个字以上）一字不差、单位相同的；表格里的和“调整为”的不比。"
    ),
    anchors=_THINGS,
    bad=[Bad("青石水库除险加固工程总投资2360万元。资金来源如下。青石水库除险加固工程总投资⟦2630万元⟧，由市县共担。")],
    good=[
        "青石水库除险加固工程总投资2360万元。白河水库除险加固工程总投资2630万元。",
        "项目总投资2360万元。项目总投资3000万元。",
        "青石水库除险加固工程总投资0.236亿元，青石水库除险加固工程总投资2360万元。",
    ],
)
def _amounts(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    first: dict[tuple[str, str], Match[str]] = {}
    for match in _AMOUNT.finditer(document.text):
        name = _NAME.search(document.text, max(match.start("verb") - 40, 0), match.start("verb"))
        if name is None or len(name[0]) < _LEAST_LABEL or document.block_at(match.start()).part != "body":
            continue
        label = name[0]
        before = first.setdefault((label, match["unit"]), match)
        if before is match or before["figure"].replace(",", "") == match["figure"].replace(",", ""):
            continue
        message = f"“{label}”前面写{before['at']}，这里写{match['at']}，请核对"
        yield rule.at(*match.span("at"), message=message)._replace(related=(Span(*before.span("at")),))


_LEAST_LABEL = 9
_YEAR = lazy_pattern(r"(?<!\d)(?P<year>20\d{2})年(?!版|代)")
_ANNUAL = lazy_pattern(
    r"(?<!\d)(?P<year>20\d{2})年度?(?!以来|至|—|－|-|代|\d)[^，。《》]{0,30}(?:工作|计划|要点|方案|总结|情况|任务|安排)"
)


@document_rule(
    code="WZ513",
    name="year-left-from-an-old-draft",
    severity=Severity.INFO,
    message="标题的年份与正文、成文日期对不上，疑是改旧稿留下的",
    basis=_REVIEW,
    explanation=(
        "标题写“2026年工作要点”而正文说的都是2025年、没有一处2026年，或者成文日期与标题年份相差两年以上，多是去年的稿子改的。"
        "规划、历史材料不看。"
    ),
    kinds=frozenset({Kind.STATUTORY}),
    anchors=("工作", "计划", "要点", "方案", "总结", "情况", "任务", "安排"),
    bad=[
        Bad(
            "临江市财政局关于印发⟦2025年⟧工作要点的通知\n\n各科室：\n现将工作要点印发给你们。2024年预算执行要抓实，"
            "2024年底前完成绩效评价，2024年决算公开按时完成。\n\n临江市财政局\n2024年3月1日",
            kind="statutory",
        ),
    ],
    good=[
        "临江市财政局关于印发2026年工作要点的通知\n\n各科室：\n2025年预算执行良好，2026年要抓实绩效评价。\n\n"
        "临江市财政局\n2026年3月1日",
    ],
)
def _year_left(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    title = document.structure.first(ElementName.TITLE)
    body = document.structure.first(ElementName.BODY)
    match = _ANNUAL.search(document.text, title.start, title.end) if title else None
    if match is None or body is None:
        return
    year = int(match["year"])
    years = Counter(int(found["year"]) for found in _YEAR.finditer(document.text, body.start, body.end))
    if years and not years[year] and sum(years.values()) >= 3 and max(years) < year and years[year - 1] >= 2:
        message = f"标题是{year}年，正文没有提到{year}年，而{year - 1}年出现{years[year - 1]}次，疑是改旧稿留下的"
        yield rule.at(match.start("year"), match.end("year") + 1, message=message)
        return
    date = document.structure.first(ElementName.DATE)
    signed = _YEAR.search(document.text, date.start, date.end) if date else None
    if signed and abs(int(signed["year"]) - year) > 1:
        message = f"标题是{year}年，成文日期是{signed['year']}年，请核对是不是改旧稿留下的"
        yield rule.at(match.start("year"), match.end("year") + 1, message=message)


_INLINE = lazy_pattern(
    r"(?<=[，。；：]|^[ \t\u3000]*)(?P<number>[一二三四五六七八九])(?P<form>是|要)(?!不[是要]|件|个)", re.MULTILINE
)


@document_rule(
    code="WZ514",
    name="parallel-items-break-form",
    severity=Severity.INFO,
    message="并列各项的句式不一致",
    basis=_PRACTICE,
    explanation="“一是……二要……三是……”有的用“是”、有的用“要”，宜统一。只看同一段里序号连续的一组，报较少的一种。",
    anchors=("二是", "二要"),
    bad=[
        Bad("一是加强领导；⟦二要⟧落实责任；三是严格考核。"),
        Bad("一要加强领导，二要落实责任，⟦三是⟧严格考核。"),
    ],
    good=[
        "一是加强领导；二是落实责任；三是严格考核。",
        "一要快，二要准。一是人，二是物。",
        "一是要加强领导；二是要落实责任。",
    ],
)
def _items(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    for block in document.blocks:
        if block.end - block.start < 12:
            continue
        text = document.text
        if text.find("二是", block.start, block.end) < 0 and text.find("二要", block.start, block.end) < 0:
            continue
        group: list[Match[str]] = []
        for match in _INLINE.finditer(text, block.start, block.end):
            ordinal = "一二三四五六七八九".index(match["number"]) + 1
            if ordinal != len(group) + 1:
                yield from _odd(rule, group)
                group = []
            if ordinal == len(group) + 1:
                group.append(match)
        yield from _odd(rule, group)


def _odd(rule: DocumentRule, group: list[Match[str]]) -> Iterator[Finding]:
    forms = Counter(match["form"] for match in group)
    if len(group) < 3 or len(forms) < 2:
        return
    usual, rare = forms.most_common(2)
    if usual[1] == rare[1]:
        return
    for match in group:
        if match["form"] == rare[0]:
            message = f"并列各项别处用“……{usual[0]}”，这里用“{match['number']}{rare[0]}”，宜统一"
            yield rule.at(match.start(), match.end(), message=message)


@document_rule(
    code="WZ515",
    name="sibling-headings-end-differently",
    severity=Severity.INFO,
    message="同级小标题末尾的标点不一致",
    basis=_PRACTICE,
    explanation="独占一行的同级小标题，有的带句号、有的不带，宜统一（一般不带）。三个以上同级小标题、只有一两个与众不同时才提示。",
    bad=[
        Bad("一、提高认识\n各单位要重视。\n二、压实责任\n各单位要落实。\n三、严格考核⟦。⟧\n各单位要考核。"),
    ],
    good=[
        "一、提高认识\n各单位要重视。\n二、压实责任\n各单位要落实。\n三、严格考核\n各单位要考核。",
        "一、提高认识。\n二、压实责任。\n三、严格考核。",
    ],
)
def _headings(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    families: defaultdict[tuple[str, int], list[Heading]] = defaultdict(list)
    parent = 0
    for heading in document.structure.headings:
        if heading.level == 1:
            parent = heading.start
        if heading.level and heading.stop - heading.end <= _SHORT_HEADING and text[heading.end : heading.stop].strip():
            families[heading.style, 0 if heading.level == 1 else parent].append(heading)
    for siblings in families.values():
        odd = [sibling for sibling in siblings if text[sibling.stop - 1] == "。"]
        plain = [sibling for sibling in siblings if "\u4e00" <= text[sibling.stop - 1] <= "\u9fff"]
        if len(odd) + len(plain) < len(siblings) or len(plain) < max(2, 2 * len(odd)):
            continue
        starts = {sibling.start for sibling in siblings}
        if any(_next_start(text, sibling.stop) in starts for sibling in siblings):
            continue  # the items of a list, not headings
        for sibling in odd:
            if "。" not in text[sibling.end : sibling.stop - 1] and _next_start(text, sibling.stop):
                yield rule.at(sibling.stop - 1, sibling.stop)


def _next_start(text: str, stop: int) -> int:
    """Where the next paragraph that is not empty begins, indent left out; 0 when there is none."""
    match = _SOMETHING.search(text, stop)
    return match.start() if match else 0


_SOMETHING = lazy_pattern(r"\S")
_SHORT_HEADING = 24  # characters; longer is a sentence that begins a paragraph

RULES: list[Rule] = [_dates, _amounts, _year_left, _items, _headings]
