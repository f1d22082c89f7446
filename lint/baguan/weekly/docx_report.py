"""The report as a .docx in official layout, fit to be sent out; it passes ``baguan check`` itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from baguan.office.formula import NAMES
from baguan.officedoc import OfficeDocument, Quote, chinese_ordinal
from baguan.weekly.period import chinese_date
from baguan.weekly.words import SEVERITIES, comparison, number, overview, restriction, score_text

if TYPE_CHECKING:
    from baguan.weekly.figures import GroupLine, PaperLine, RuleLine, Statistics

_LISTED = 30  # papers of one list; the workbook has all of them


def render(statistics: Statistics, *, made: date) -> bytes:
    """The .docx.

    Args:
        statistics: the figures.
        made: the date of the report (成文日期).
    """
    word = OfficeDocument(statistics.title, made=datetime.combine(made, time()))
    word.title(statistics.office, statistics.heading)
    headings = (f"{chinese_ordinal(index)}、" for index in range(1, 10))
    restricted = restriction(statistics)
    word.heading(next(headings), "总体情况")
    word.paragraph(f"{statistics.period.days}，", overview(statistics), comparison(statistics))
    if restricted:
        word.paragraph("统计范围是", Quote(restricted), "。")
    _gates(word, next(headings), statistics)
    if statistics.units:
        _units(word, next(headings), statistics)
    if statistics.rules:
        word.heading(next(headings), "高频错情")
        for index, line in enumerate(statistics.rules, 1):
            _rule(word, index, line)
    _papers(word, headings, "优秀公文", "没有错误和警告的公文", statistics.clean, note=2)
    _papers(word, headings, "退文情况", "被退公文", statistics.returned, note=2)
    _papers(word, headings, "超期办理情况", "超期文件", statistics.overdue, note=5)
    word.signature(statistics.office, chinese_date(made))
    return word.save()


def _gates(word: OfficeDocument, ordinal: str, statistics: Statistics) -> None:
    word.heading(ordinal, "各关口情况")
    rows = [
        [line.gate, str(line.errors), str(line.warnings), str(line.infos), str(line.documents)]
        for line in statistics.gates
    ]
    word.table(("关口", "错误", "警告", "提示", "涉及篇数"), rows, (3, 2, 2, 2, 2))


def _units(word: OfficeDocument, ordinal: str, statistics: Statistics) -> None:
    word.heading(ordinal, "各单位情况")
    columns = ("单位", "篇数", "字数", "错情", "差错率", "优秀", "退文", "超期", "考核分")
    word.table(columns, list(_unit_rows(statistics.units)), (3.6, 2, 2.8, 2, 2.6, 2, 2, 2, 2.6))
    meanings = "，".join(f"{name}指{meaning}" for name, meaning in NAMES.items() if name in statistics.formula)
    word.paragraph("考核分的计算公式是", Quote(f"“{statistics.formula}”"), f"。其中，{meanings}。")


def _unit_rows(lines: Sequence[GroupLine]) -> Iterator[list[str]]:
    for line in lines:
        tally = line.tally
        figures = (
            tally.documents,
            tally.characters,
            tally.faults,
            tally.rate,
            tally.clean,
            line.returned,
            line.overdue,
        )
        yield [Quote(line.name), *(number(value) for value in figures), score_text(line.score)]


def _rule(word: OfficeDocument, index: int, line: RuleLine) -> None:
    word.subheading(f"（{chinese_ordinal(index)}）", Quote(line.summary))
    level = SEVERITIES[line.severity]
    word.paragraph(
        f"属于{line.gate}，{level}级，共{line.found}处，涉及公文{line.documents}篇。",
        *(("依据：", Quote(line.basis), "。") if line.basis else ()),
    )
    for place, each in enumerate(line.examples, 1):
        mark = f"例{place}：" if len(line.examples) > 1 else "例："
        fix = f"，{each.suggestion}" if each.suggestion else ""
        source = "，".join(filter(None, (f"《{each.title}》", each.unit, each.place)))
        word.paragraph(mark, Quote(f"“{each.excerpt}”（{source}）。{each.message}{fix}"), "。")


def _papers(
    word: OfficeDocument, headings: Iterator[str], name: str, called: str, lines: Sequence[PaperLine], *, note: float
) -> None:
    if not lines:
        return
    word.heading(next(headings), name)
    more = f"，以下列出前{_LISTED}件" if len(lines) > _LISTED else ""
    word.paragraph(f"{called}共{len(lines)}件{more}。")
    rows = [
        [str(index), Quote(line.title), Quote(line.number), Quote(line.unit), Quote(line.note)]
        for index, line in enumerate(lines[:_LISTED], 1)
    ]
    word.table(("序号", "标题", "文号", "单位", "备注"), rows, (1.2, 4.6, 3.6, 2.4, note))
