"""The overdue papers of a register (收文登记), for the report: the same rules as ``baguan register``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from baguan.errors import BaguanError, DocumentError
from baguan.weekly.figures import PaperLine

if TYPE_CHECKING:
    from baguan.config import Settings
    from baguan.entry import Entry, Practice
    from baguan.entry_table import Table
    from baguan.weekly.period import Period

_CLOSED_LATE, _STILL_OPEN = "closed-late", "open-past-the-limit"


def overdue_papers(path: Path, settings: Settings, period: Period, today: date) -> list[PaperLine]:
    """The papers that were closed too late within ``period``, or stood open past their limit at its end.

    Args:
        path: the register, CSV or a workbook.
        settings: ``[register]`` of them: columns, limits, calendar.
        period: of the report.
        today: where the period has not ended, the present is its end.

    Raises:
        BaguanError: the register cannot be read.
    """
    from baguan.entry_rule import RecordRule
    from baguan.practice import practice_of
    from baguan.registry import load_rules

    moment = datetime.combine(min(period.last, today), time(23, 59))
    practice = practice_of(settings.register, root=settings.root, now=moment)
    rules = [rule for rule in load_rules() if isinstance(rule, RecordRule) and rule.name in (_CLOSED_LATE, _STILL_OPEN)]
    lines = []
    for table in _tables(path, practice):
        entries = {entry.row: entry for entry in table.entries}
        for rule in rules:
            for problem in rule.problems(table, practice):
                entry = entries.get(problem.row)
                if entry is not None and (rule.name == _STILL_OPEN or _closed_within(entry, period)):
                    lines.append(_line(entry, problem.message or rule.message))
    return lines


def _tables(path: Path, practice: Practice) -> Iterator[Table]:
    from baguan.entry_table import build_table, read_csv
    from baguan.readers import load_bytes
    from baguan.readers.decoding import decode

    try:
        data = load_bytes(path)
        if data.startswith(b"PK"):
            from baguan.register.workbook import read_workbook

            found = [build_table(rows, practice.columns) for _, rows in read_workbook(data)]
        else:
            found = [build_table(read_csv(decode(data).text), practice.columns)]
    except DocumentError as error:
        raise BaguanError(f"收文登记表 {path}：{error}") from error
    tables = [table for table in found if table is not None]
    if not tables:
        raise BaguanError(f"收文登记表 {path}：找不到表头")
    yield from tables


def _closed_within(entry: Entry, period: Period) -> bool:
    moment = entry.moments.get("办结时间")
    return moment is not None and period.first <= moment.earliest.date() <= period.last


def _line(entry: Entry, note: str) -> PaperLine:
    unit = re.split(r"[、，,；;（(\s]", entry.text("承办单位"), maxsplit=1)[0]
    number = entry.text("来文文号") or entry.text("收文编号")
    return PaperLine(entry.text("标题") or f"第{entry.row}行", number, unit, "", note)
