"""Laws, regulations and standards that are quoted after their repeal."""

from __future__ import annotations

import datetime
from functools import cache
from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, DocumentRule, Rule, document_rule
from baguan.tables import Row, TableRule, table_rule
from baguan_rules.policy.dates import When, issued, when
from baguan_rules.policy.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Pattern

    from baguan.document import Document
    from baguan.model import Finding

_REGULATION = "《党政机关公文处理工作条例》"
_PREFIX = "中华人民共和国"

# The law stands as today's authority: the verb, then only other titles and their articles up to this one.
_AUTHORITY = (
    r"(?:根据|依照|按照|依据|遵照|参照|违反|援引)(?:了|国家)?"
    r"(?:《[^》\n]{1,40}》(?:[（(][^）)\n]{0,40}[）)])?(?:第[一二三四五六七八九十百千零\d]+条[^《》。；\n]{0,12})?[、，和及与以]{0,2}){0,8}"
    r"(?:中央|国家|我国|新)?\Z"
)
# The sentence tells history, or the repeal itself.
_HISTORY_BEFORE = (
    r"原(?:有|来|先|《[^》]*》[、和])?\Z|曾|当时|时任|此前|以前|过去|历史|旧法|修订前|民法典》?(?:施行|实施|颁布)"
    r"|(?:通过|颁布|公布|制定)了?(?:的第一部法律——)?(?:《[^》\n]{1,40}》[、和]{0,2}){0,8}\Z"
)
_HISTORY_AFTER = (
    r"^(?:公布|颁布|正式)?(?:施行|实施|公布|颁布)|(?:已经?|同时|予以|即行|自行|一并)?(?:被)?(?:废止|失效|停止执行|停止施行)|更名|取代|代替|替代|整合|编纂|编入|纳入|汇编"
    r"|(?:颁布|施行|实施|公布|出台|制定|通过|修订)(?:以来|以前|以后|之[前后初]|[前后时]|的?[一二三四五六七八九十百\d]+(?:周)?年)"
)
_JUDGMENT = r"本院认为|判决如下|裁定如下|本院查明"
_ARTICLE = r"^[ \t\u3000]*第[一二三四五六七八九十百千零〇\d]+条(?:[ \t\u3000]|之)"


_REPLACES = lazy_pattern(r"代替|替代|修订")
_REPLACED = lazy_pattern(r"废止|代替|替代|修订|相比")


@cache
def _laws(rows: tuple[str, ...]) -> Pattern[str]:
    import regex

    names = "|".join(sorted(map(regex.escape, rows), key=len, reverse=True))
    return regex.compile(rf"《(?:{_PREFIX})?(?P<name>{names})》")


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after ``start:end`` in its sentence."""
    low = max(text.rfind(mark, 0, start) for mark in "。；！？\n") + 1
    high = min((place for mark in "。；！？\n" if (place := text.find(mark, end)) >= 0), default=len(text))
    return text[max(low, start - 240) : start], text[end : min(high, end + 60)]


def _is_history(before: str, after: str, change: datetime.date) -> bool:

    if compile_pattern(_HISTORY_BEFORE).search(before) or compile_pattern(_HISTORY_AFTER).search(after):
        return True
    if compile_pattern(r"[（(](?:已|19|20|试行|现)").match(after):
        return True
    return any(int(year[0]) < change.year for year in compile_pattern(r"(?<!\d)(?:19|20)\d{2}(?=年)").finditer(before))


def _in_articles(text: str) -> bool:
    """Whether the text is itself a law or regulation: five paragraphs that start as 第×条."""
    import regex

    return sum(1 for _, _ in zip(range(5), regex.finditer(_ARTICLE, text, regex.MULTILINE), strict=False)) == 5


def _law_severity(document: Document, row: Row, state: When, authority: bool) -> Severity:
    if state is When.OLD or (state is When.UNKNOWN and (row["confidence"] == "star" or _in_articles(document.text))):
        return Severity.INFO
    if state is When.AFTER and authority and row["confidence"] == "high":
        return Severity.ERROR
    return Severity.WARNING


def _law_message(row: Row, shown: str, authority: bool) -> str:
    day = datetime.date.fromisoformat(row["effective"])
    now = f"现行的是{row['new']}" if row["new"] else f"已无对应法规（{row['note']}）"
    check = "（请以国家法律法规数据库复核）" if row["confidence"] == "star" else ""
    advice = "请改引现行规定并核对条号" if authority else "如不是叙述历史，请改用现行名称"
    return f"{shown}自{day.year}年{day.month}月{day.day}日起不再施行，{now}，{advice}{check}"


_NOTICE = "关于规范合同管理的通知\n各科室：\n{}\n某市财政局\n{}"


@table_rule(
    code="ZC101",
    name="repealed-law",
    severity=Severity.ERROR,
    message="引用的法律法规已经废止，请改引现行规定",
    basis=Basis(_REGULATION, "第二十条", Strength.MUST),
    explanation=(
        "只查书名号内的名称与已废止的名称完全相同（可带“中华人民共和国”）的引用。作现行依据（根据、依照、按照等）引用、"
        "且成文日期晚于废止日的是错误；成文日期认不出的、不作依据的最高是警告；成文日期早于废止日的、叙述历史或废止本身的、"
        "裁判文书里的不报。“劳动合同法”等含旧名的现行法不受影响。"
    ),
    table=table("repealed_laws"),
    anchors_of=lambda row: (f"{row['old']}》",),
    bad=[
        Bad(_NOTICE.format("根据⟦《中华人民共和国合同法》⟧和财务制度，现就有关事项通知如下。", "2024年5月6日")),
        Bad(_NOTICE.format("依照《中华人民共和国公司法》、⟦《物权法》⟧第五条，明确如下要求。", "2023年1月9日")),
        Bad("各单位要组织学习⟦《民法通则》⟧。"),
        Bad(_NOTICE.format("按照⟦《国家行政机关公文处理办法》⟧办理。", "2019年3月1日")),
    ],
    good=[
        _NOTICE.format("根据《中华人民共和国劳动合同法》《劳动合同法实施条例》，通知如下。", "2024年5月6日"),
        _NOTICE.format("根据《中华人民共和国合同法》，通知如下。", "2019年5月6日"),
        _NOTICE.format("该合同2015年依据《合同法》签订，继续有效。", "2024年5月6日"),
        _NOTICE.format("原《婚姻法》的有关规定不再适用。", "2024年5月6日"),
        _NOTICE.format("《中华人民共和国担保法》同时废止。", "2021年5月6日"),
        _NOTICE.format("根据《〈中华人民共和国合同法〉配套解释汇编》整理。", "2024年5月6日"),
        _NOTICE.format("开设合同法、婚姻法等课程。", "2024年5月6日"),
        _NOTICE.format("根据《某省大气污染防治条例》，通知如下。", "2026年9月6日"),
        "本院认为，双方依照《中华人民共和国合同法》订立的合同有效。",
    ],
)
def repealed_law(document: Document, rule: TableRule) -> Iterator[Finding]:
    """Exact names in 《》 against the table, with the day of issue and the sentence around them."""

    text = document.text
    rows = {row["old"]: row for row in rule.rows}
    matches = list(_laws(tuple(rows)).finditer(text))
    if not matches or compile_pattern(_JUDGMENT).search(text):
        return
    day = issued(document)
    authority_pattern = compile_pattern(_AUTHORITY)
    for match in matches:
        row = rows[match["name"]]
        change = datetime.date.fromisoformat(row["effective"])
        state = when(document, change, day)
        start, end = match.span()
        if state is When.BEFORE or document.in_title_marks(start, end):
            continue
        before, after = _sentence(text, start, end)
        if _is_history(before, after, change):
            continue
        authority = authority_pattern.search(before) is not None
        severity = _law_severity(document, row, state, authority)
        yield rule.at(start, end, message=_law_message(row, match[0], authority), severity=severity)


_STANDARDS = {
    "9704—1999": ("GB/T 9704—2012", datetime.date(2012, 7, 1)),
    "9704—1988": ("GB/T 9704—2012", datetime.date(2012, 7, 1)),
    "15834—1995": ("GB/T 15834—2011", datetime.date(2012, 6, 1)),
    "15835—1995": ("GB/T 15835—2011", datetime.date(2011, 11, 1)),
}


@document_rule(
    code="ZC102",
    name="superseded-standard",
    severity=Severity.WARNING,
    message="引用的国家标准已被新版代替",
    basis=Basis(_REGULATION, "第二十条", Strength.MUST),
    explanation="查公文格式、标点、数字三项国家标准的旧版本号；成文日期早于新版实施日的、说明代替关系的不报。",
    anchors=("9704", "15834", "15835"),
    bad=[
        Bad("公文格式执行⟦GB/T 9704—1999⟧。"),
        Bad("标点符号用法按⟦GB/T15834-1995⟧执行。"),
    ],
    good=[
        "公文格式执行GB/T 9704—2012。",
        "本标准代替GB/T 9704—1999《国家行政机关公文格式》。",
        "GB/T 15835—1995已废止。",
        "关于公文格式的通知\n公文格式执行GB/T 9704—1999。\n某局\n2005年3月2日",
    ],
)
def superseded_standard(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The three standards of official writing, by their old year."""
    import regex

    text = document.text
    pattern = r"GB(?:/T)?\s?(?P<number>9704|15834|15835)\s?[—–－-]+\s?(?P<year>19\d{2}|(?<=-)88)(?!\d)"
    matches = list(regex.finditer(pattern, text))
    day = issued(document) if matches else None
    for match in matches:
        known = _STANDARDS.get(f"{match['number']}—{match['year']}")
        if known is None or when(document, known[1], day) is When.BEFORE:
            continue
        before, after = _sentence(text, *match.span())
        if _REPLACES.search(before[-20:]) or _REPLACED.search(after[:30]):
            continue
        yield rule.at(*match.span(), message=f"“{match[0]}”已被代替，现行的是{known[0]}")


RULES: list[Rule] = [repealed_law, superseded_standard]
