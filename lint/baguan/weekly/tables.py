"""The tables of a report, for every format that has tables: a heading, columns, rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from baguan.office.formula import NAMES
from baguan.weekly.words import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baguan.weekly.figures import GroupLine, PaperLine, Statistics

Cell = str | int | float | None


class Table(NamedTuple):
    """A table; ``foreign`` names the columns whose text comes from documents and may hold anything."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foreign: tuple[int, ...] = ()


def gates(statistics: Statistics) -> Table:
    """By gate."""
    rows = [(line.gate, line.errors, line.warnings, line.infos, line.documents) for line in statistics.gates]
    return Table("分关口", ("关口", "错误", "警告", "提示", "涉及篇数"), tuple(rows))


def units(statistics: Statistics) -> Table:
    """By unit."""
    rows = [(*_group(line), line.returned, line.overdue, line.score) for line in statistics.units]
    columns = ("单位", "篇数", "字数", "错误", "警告", "差错率", "优秀", "退文", "超期", "考核分")
    return Table("分单位", columns, tuple(rows), (0,))


def drafters(statistics: Statistics) -> Table:
    """By drafter."""
    columns = ("起草人", "篇数", "字数", "错误", "警告", "差错率", "优秀")
    return Table("分起草人", columns, tuple(_group(line) for line in statistics.drafters), (0,))


def _group(line: GroupLine) -> tuple[Cell, ...]:
    tally = line.tally
    return (
        line.name,
        tally.documents,
        tally.characters,
        tally.errors,
        tally.warnings,
        tally.rate,
        tally.clean,
    )


def rules(statistics: Statistics) -> Table:
    """The most frequent faults."""
    rows = [
        (line.code, line.gate, SEVERITIES[line.severity], line.summary, line.basis, line.found, line.documents)
        for line in statistics.rules
    ]
    return Table("高频错情", ("规则", "关口", "级别", "问题", "依据", "处数", "篇数"), tuple(rows), (3,))


def examples(statistics: Statistics) -> Table:
    """The examples of the most frequent faults."""
    rows = [
        (line.code, each.title, each.unit, each.place, each.excerpt, each.message, each.suggestion)
        for line in statistics.rules
        for each in line.examples
    ]
    columns = ("规则", "公文", "单位", "位置", "原文", "问题", "修改")
    return Table("错例", columns, tuple(rows), (1, 2, 4, 5, 6))


def trend(statistics: Statistics) -> Table:
    """Period by period."""
    rows = [
        (
            point.period.label,
            point.tally.documents,
            point.tally.characters,
            point.tally.errors,
            point.tally.warnings,
            point.tally.rate,
            point.tally.clean,
        )
        for point in statistics.trend
    ]
    return Table("趋势", ("时段", "篇数", "字数", "错误", "警告", "差错率", "优秀"), tuple(rows))


def papers(name: str, lines: Sequence[PaperLine], note: str) -> Table:
    """A list of papers."""
    rows = [(line.title, line.number, line.unit, line.drafter, line.note) for line in lines]
    return Table(name, ("标题", "文号", "单位", "起草人", note), tuple(rows), (0, 1, 2, 3, 4))


def formula(statistics: Statistics) -> Table:
    """The formula of the score and what its words mean."""
    rows = [("公式", statistics.formula), *NAMES.items()]
    return Table("考核公式", ("名称", "含义"), tuple(rows))


def all_tables(statistics: Statistics) -> tuple[Table, ...]:
    """Every table, in the order of the report."""
    return (
        gates(statistics),
        units(statistics),
        drafters(statistics),
        rules(statistics),
        examples(statistics),
        trend(statistics),
        papers("优秀公文", statistics.clean, "字数"),
        papers("退文", statistics.returned, "状态"),
        papers("超期文件", statistics.overdue, "情况"),
        formula(statistics),
    )
