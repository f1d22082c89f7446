"""Running the rules over a register."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from baguan.entry_rule import RecordRule
from baguan.entry_table import Table, build_table, read_csv
from baguan.errors import DocumentError
from baguan.model import Severity
from baguan.record import BasisRecord

if TYPE_CHECKING:
    from baguan.entry import Entry, Practice
    from baguan.entry_rule import Problem
    from baguan.entry_table import Cells
    from baguan.rule import Rule

SCHEMA = 1
_ZIP = b"PK\x03\x04"
_WORKBOOKS = (".xlsx", ".xlsm")
_WANTED = "收文编号、来文单位、来文文号、标题、收文时间、办结时间"


class RegisterFinding(NamedTuple):
    """A fault in a register.

    ``row`` counts data rows from 1 without the header, which is 0; ``column`` is the column's name in the register
    (the field's usual name when the column is missing, empty when the whole row is meant).  ``line`` is the line of a
    CSV or the row of a sheet, ``cell`` the address in a workbook.
    """

    path: str
    sheet: str
    row: int
    column: str
    line: int
    cell: str
    code: str
    name: str
    gate: str
    severity: str
    message: str
    basis: BasisRecord
    text: str
    fingerprint: str
    position: int = 0  # the number of the column from 1, 0 when there is none

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``findings`` in the JSON report."""
        return {**self._asdict(), "basis": self.basis._asdict()}

    @property
    def place(self) -> str:
        """Where, in words."""
        sheet = f"{self.sheet}!" if self.sheet else ""
        where = f"第{self.row}行" if self.row else "表头"
        return (
            f"{sheet}{where}" + (f"“{self.column}”" if self.column else "") + (f"（{self.cell}）" if self.cell else "")
        )


class SheetReport(NamedTuple):
    """A sheet that was checked: its name, its number of data rows and the columns it was found to have."""

    name: str
    rows: int
    columns: dict[str, str]  # canonical field -> heading


class RegisterReport(NamedTuple):
    """What a register gave.  ``errors`` says why it could not be (fully) checked; then the exit code is 2."""

    path: str
    sheets: tuple[SheetReport, ...] = ()
    findings: tuple[RegisterFinding, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many data rows were checked."""
        return sum(sheet.rows for sheet in self.sheets)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity == severity.key for finding in self.findings)


def check_register(
    data: bytes,
    path: str,
    practice: Practice,
    rules: Iterable[Rule],
    *,
    sheet: str = "",
    minimum: Severity = Severity.INFO,
) -> RegisterReport:
    """Check the bytes of a register.

    Args:
        data: the bytes of the file.
        path: its name; the extension tells the format.
        practice: how the unit handles papers.
        rules: those that run, at their severities; others than ``RecordRule`` are passed over.
        sheet: of a workbook, the only sheet to check.
        minimum: findings below it are left out.
    """
    active = [rule for rule in rules if isinstance(rule, RecordRule)]
    sheets: list[SheetReport] = []
    findings: list[RegisterFinding] = []
    errors: list[str] = []
    try:
        tables = list(_tables(data, path, practice, sheet))
    except DocumentError as error:
        return RegisterReport(path, errors=(str(error),))
    seen: Counter[tuple[str, ...]] = Counter()
    for name, table in tables:
        sheets.append(SheetReport(name, table.rows, dict(table.fields)))
        checker = _TableChecker(path, name, table, workbook=_is_workbook(data, path), seen=seen)
        for rule in active:
            try:
                found = [checker.finding(rule, problem) for problem in rule.problems(table, practice)]
            except Exception as error:
                errors.append(f"规则 {rule.code} 执行出错：{type(error).__name__}: {error}")
                continue
            findings += [finding for finding in found if Severity.parse(finding.severity) >= minimum]
    order = {name: index for index, (name, _) in enumerate(tables)}
    findings.sort(key=lambda f: (order[f.sheet], f.row, f.position, f.code, f.message))
    return RegisterReport(path, tuple(sheets), tuple(findings), tuple(errors))


def _is_workbook(data: bytes, path: str) -> bool:
    return PurePath(path).suffix.lower() in _WORKBOOKS or data.startswith(_ZIP)


def _tables(data: bytes, path: str, practice: Practice, wanted: str) -> Iterator[tuple[str, Table]]:
    """The registers of a file: (sheet, table).

    Raises:
        DocumentError: there is none, or the file cannot be read.
    """
    if not data.strip():
        raise DocumentError("文件是空的", "empty")
    if PurePath(path).suffix.lower() == ".xls" or _is_workbook(data, path):
        from baguan.register.workbook import read_workbook

        sheets: Sequence[tuple[str, Iterable[Cells]]] = read_workbook(data)
        known = "、".join(name for name, _ in sheets)
        if wanted and wanted not in [name for name, _ in sheets]:
            raise DocumentError(f"没有工作表“{wanted}”（有：{known}）", "format")
        found = [(name, build_table(rows, practice.columns)) for name, rows in sheets if wanted in ("", name)]
        tables = [(name, table) for name, table in found if table is not None]
        if not tables:
            raise DocumentError(f"找不到表头（工作表：{known}）；应有一行写明{_WANTED}等列名", "format")
        several = len(sheets) > 1
        yield from ((name if several else "", table) for name, table in tables)
        return
    from baguan.readers.decoding import decode

    table = build_table(read_csv(decode(data).text), practice.columns)
    if table is None:
        raise DocumentError(f"找不到表头；应有一行写明{_WANTED}等列名（本单位的叫法写在 [register.columns]）", "format")
    yield "", table


class _TableChecker:
    """Turns the problems of one table into findings."""

    def __init__(self, path: str, sheet: str, table: Table, *, workbook: bool, seen: Counter[tuple[str, ...]]) -> None:
        self._path = path
        self._sheet = sheet
        self._table = table
        self._workbook = workbook
        self._seen = seen
        self._entries: dict[int, Entry] = {entry.row: entry for entry in table.entries}

    def finding(self, rule: RecordRule, problem: Problem) -> RegisterFinding:
        """The finding for a problem."""
        severity = rule.severity if problem.severity is None else min(problem.severity, rule.severity)
        entry = self._entries.get(problem.row)
        value = entry.values.get(problem.field) if entry is not None else None
        text = value.text if value is not None else ""
        column = self._table.fields.get(problem.field, problem.field)
        message = problem.message or rule.message
        key = (rule.code, self._sheet, column, text, *self._identity(entry))
        self._seen[key] += 1
        mark = hashlib.sha256("\0".join((*key, str(self._seen[key]))).encode("utf-8", "surrogatepass"))
        line = self._line(problem.row)
        return RegisterFinding(
            path=self._path,
            sheet=self._sheet,
            row=problem.row,
            column=column,
            line=line,
            cell=self._cell(problem, line),
            code=rule.code,
            name=rule.name,
            gate=rule.gate.label,
            severity=severity.key,
            message=message,
            basis=BasisRecord(rule.basis.source, rule.basis.clause, rule.basis.strength.value),
            text=text,
            fingerprint=mark.hexdigest()[:16],
            position=self._table.positions.get(problem.field, -1) + 1,
        )

    @staticmethod
    def _identity(entry: Entry | None) -> tuple[str, ...]:
        """What tells a paper from another when rows move."""
        return () if entry is None else tuple(entry.text(field) for field in ("收文编号", "来文文号", "标题"))

    def _line(self, row: int) -> int:
        line = self._table.lines.get(row) if row else None
        return self._table.header_line + row if line is None else line

    def _cell(self, problem: Problem, line: int) -> str:
        position = self._table.positions.get(problem.field)
        if not self._workbook or position is None:
            return ""
        from baguan.register.workbook import letters

        return f"{letters(position + 1)}{line}"
