"""Plan periods and party congresses whose years are a matter of record."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.rule import Bad, DocumentRule, Rule, document_rule
from baguan.tables import TableRule, read_table, table_rule
from baguan_rules.policy.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from regex import Pattern

    from baguan.document import Document
    from baguan.model import Finding

_REGULATION = Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST)
_NUMERALS = "〇一二三四五六七八九"
_DASH = r"[—–－\-~～至到]{1,2}"


def plan_years(name: str) -> tuple[int, int]:
    """First and last year of a five-year plan: ``十四五`` is 2021 to 2025."""
    tens, ten, ones = name.removesuffix("五").rpartition("十")
    number = (_NUMERALS.index(tens) if tens else 1) * 10 if ten else 0
    number += _NUMERALS.index(ones) if ones else 0
    first = 1981 + (number - 6) * 5
    return first, first + 4


@cache
def _plan() -> Pattern[str]:

    return compile_pattern(
        r"“(?P<name>(?:[六七八九]|十[一二三四五六]?)五)(?P<mark>”?)(?:规划|计划|时期|期间)?”?(?:的)?"
        rf"[（(](?P<years>(?P<first>(?:19|20)\d{{2}})年?{_DASH}(?P<last>(?:19|20)\d{{2}})年?)[）)]"
    )


@document_rule(
    code="ZC401",
    name="plan-period-years",
    severity=Severity.ERROR,
    message="括注的年份与五年规划期不符",
    basis=_REGULATION,
    explanation="五年规划名称后紧接括注的起止年与规划期不符时报；只注其中几年的、远景目标延至2035年的不报。",
    anchors=("五”", "五规划", "五时期", "五期间", "五计划"),
    bad=[
        Bad("“十四五”时期（⟦2020—2025年⟧）", fix="“十四五”时期（2021—2025年）"),
        Bad("“十五五”规划（⟦2025-2030年⟧）", fix="“十五五”规划（2026—2030年）"),
        Bad("“十三五”（⟦2015年至2019年⟧）", fix="“十三五”（2016—2020年）"),
    ],
    good=[
        "“十四五”时期（2021—2025年）",
        "“十五”期间（2001年至2005年）",
        "“十四五”（2021—2023年）完成投资情况",
        "“十五五”（2026—2030年）规划",
        "“十四五”规划（2021—2035年）",
        "“十四五”以来，2019—2024年累计投资",
    ],
)
def plan_period_years(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Years in brackets that lie outside the period the name stands for."""
    for match in _plan().finditer(document.text):
        first, last = plan_years(match["name"])
        years = int(match["first"]), int(match["last"])
        if first <= years[0] <= years[1] <= last or (years[0] == first and years[1] == 2035):
            continue
        right = f"{first}—{last}年"
        start, end = match.span("years")
        fix = Fix(f"“{match['years']}”改为“{right}”", (Edit(start, end, right),), Applicability.DISPLAY)
        yield rule.at(start, end, message=f"“{match['name']}”时期是{right}，括注的年份不符", fix=fix)


@cache
def _meetings(path: Path, own: Path | None) -> tuple[Pattern[str], dict[str, int]]:
    import regex

    years = {row["name"]: int(row["year"]) for row in read_table(path, own)}
    names = "|".join(sorted(years, key=len, reverse=True))
    held = r"(?:胜利|隆重)?(?:召开|举行)"
    date = r"(?P<year{0}>20\d{{2}})(?=年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?{1})"
    return (
        regex.compile(
            date.format(1, rf"[，,]?{held}(?:的|了)?(?:中国共产党|党的)?(?P<name1>{names})")
            + rf"|党的(?P<name2>{names})(?:于|在)?(?:[（(])?"
            + date.format(2, rf"(?:[）)]|(?:在[北京]{{2}})?{held})"),
        ),
        years,
    )


@table_rule(
    code="ZC402",
    name="congress-year",
    severity=Severity.ERROR,
    message="会议的年份不符",
    basis=_REGULATION,
    explanation="写明“××年召开的党的××大（××中全会）”或者会名后括注年份、而年份与史实不符时报。",
    table=table("meetings"),
    anchors_of=lambda row: (row["name"],),
    bad=[
        Bad("⟦2021⟧年10月召开的党的二十大", fix="2022年10月召开的党的二十大"),
        Bad("党的二十届三中全会（⟦2023⟧年）", fix="党的二十届三中全会（2024年）"),
        Bad("党的十九大于⟦2018⟧年10月在北京召开", fix="党的十九大于2017年10月在北京召开"),
    ],
    good=[
        "2022年10月召开的党的二十大",
        "2023年是全面贯彻党的二十大精神的开局之年",
        "2008年10月召开的党的十七届三中全会作出决定",
        "党的二十大以来，2023年召开的会议",
        "2024年召开学习贯彻党的二十大精神座谈会",
    ],
)
def congress_year(document: Document, rule: TableRule) -> Iterator[Finding]:
    """A year said to be that of a congress or a plenary session, against the table."""
    pattern, years = _meetings(rule.table, rule.own)
    for match in pattern.finditer(document.text):
        which = "1" if match["name1"] else "2"
        name = match[f"name{which}"]
        start, end = match.span(f"year{which}")
        right = str(years[name])
        if document.text[start:end] == right:
            continue
        fix = Fix(f"“{document.text[start:end]}”改为“{right}”", (Edit(start, end, right),), Applicability.DISPLAY)
        yield rule.at(start, end, message=f"党的{name}是{right}年召开的，年份不符", fix=fix)


RULES: list[Rule] = [plan_period_years, congress_year]
