"""A copy of a register with the faulty cells coloured and commented, and a sheet that lists the faults.

A workbook keeps everything else it holds (formulas, widths, other sheets); a CSV becomes a new workbook whose cells are
all text, so that nothing in it turns into a formula.  Needs ``openpyxl`` (``pip install 'baguan[xlsx]'``).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from baguan.entry_table import read_csv
from baguan.errors import ConfigError
from baguan.model import Basis, Severity, Strength

if TYPE_CHECKING:
    from baguan.register.check import RegisterFinding, RegisterReport

LIST_SHEET = "检查结果"
_COLOURS = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
_HEADINGS = (("序号", 6), ("工作表", 12), ("行", 7), ("单元格", 9), ("列", 14), ("级别", 7), ("编号", 9), ("问题", 60),
             ("原内容", 30), ("依据", 44))  # fmt: skip
_MOST_COMMENTS = 5000  # a drawing a comment: beyond this the list must do, or the file opens no more
_MOST_TEXT = 32_000
_MOST_WRAPPED = 3000  # rows: a style for every cell of a long register costs more than it shows
_WIDTHS = {"标题": 40, "拟办意见": 40, "批示": 30, "来文单位": 20, "承办单位": 18}


def mark_register(data: bytes, report: RegisterReport) -> bytes:
    """The marked copy of a register.

    Args:
        data: the bytes that were checked.
        report: what the check gave; one without ``sheets`` was no register.

    Raises:
        ConfigError: ``openpyxl`` is not installed, or cannot open the workbook.
    """
    try:
        import openpyxl
    except ImportError:
        raise ConfigError("写出 .xlsx 需要软件包 openpyxl：pip install 'baguan[xlsx]'") from None
    marks = _marks(report.findings)
    if data.startswith(b"PK"):
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=PurePath(report.path).suffix.lower() == ".xlsm")
        except Exception as error:
            raise ConfigError(
                f"openpyxl 打不开这个工作簿（{type(error).__name__}: {error}），请改用别的输出格式"
            ) from error
        _mark_book(book, marks)
    else:
        book = openpyxl.Workbook(write_only=True)
        _copy_csv(book, data, marks)
    _list(book, report)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


Marks = Mapping[tuple[str, int, int], Sequence["RegisterFinding"]]


def _marks(findings: Iterable[RegisterFinding]) -> dict[tuple[str, int, int], list[RegisterFinding]]:
    """The findings by (sheet, row of the file, column from 1)."""
    found: dict[tuple[str, int, int], list[RegisterFinding]] = {}
    for finding in findings:
        found.setdefault((finding.sheet, finding.line, max(finding.position, 1)), []).append(finding)
    return found


def _worst(findings: Sequence[RegisterFinding]) -> str:
    return max(Severity.parse(finding.severity) for finding in findings).key


def _note(findings: Sequence[RegisterFinding]) -> Any:
    from openpyxl.comments import Comment

    lines = [f"{f.code}［{Severity.parse(f.severity).label}］{f.message}" for f in findings]
    comment = Comment(_clean("\n".join(lines)), "把关")
    comment.width, comment.height = 320, 40 + 40 * len(lines)
    return comment


def _fill(severity: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=_COLOURS[severity])


def _mark_book(book: Any, marks: Marks) -> None:
    fills = {severity: _fill(severity) for severity in _COLOURS}
    tops: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
    for number, ((name, row, column), findings) in enumerate(marks.items()):
        sheet = book[name] if name else next(s for s in book.worksheets if s.sheet_state == "visible")
        tops.setdefault(sheet.title, _merged_tops(sheet))
        row, column = tops[sheet.title].get((row, column), (row, column))
        cell = sheet.cell(row, column)
        cell.fill = fills[_worst(findings)]
        if number < _MOST_COMMENTS:
            if cell.comment is not None:  # what a person wrote there stays
                note = _note(findings)
                note.text = f"{cell.comment.text}\n{note.text}"
                cell.comment = note
            else:
                cell.comment = _note(findings)


def _merged_tops(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """The first cell of the merged range that each cell belongs to; huge ranges are cut."""
    tops = {}
    for merged in sheet.merged_cells.ranges:
        for row in range(merged.min_row, min(merged.max_row, merged.min_row + 2000) + 1):
            for column in range(merged.min_col, min(merged.max_col, merged.min_col + 100) + 1):
                tops[row, column] = (merged.min_row, merged.min_col)
    return tops


def _copy_csv(book: Any, data: bytes, marks: Marks) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    from baguan.readers.decoding import decode

    sheet = book.create_sheet("登记")
    _for_print(sheet)
    rows = list(read_csv(decode(data).text))
    head = max(rows[:15], key=lambda row: sum(not cell.blank for cell in row.cells), default=None)
    widths = [_WIDTHS.get(cell.text.strip(), 17) for cell in head.cells] if head is not None else []
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    fills = {severity: _fill(severity) for severity in _COLOURS}
    comments = 0
    by_line: dict[int, dict[int, Sequence[RegisterFinding]]] = {}
    for (_, line, column), findings in marks.items():
        by_line.setdefault(line, {})[column] = findings
    wrapped = _wrapped()
    for number, row in enumerate(rows, 1):
        texts = [_clean(cell.text or cell.detail) for cell in row.cells]
        marked = by_line.get(row.line, {})
        if not marked and len(rows) > _MOST_WRAPPED and not any(text[:1] == "=" for text in texts):
            sheet.append(texts)
            continue
        alone = not any(texts[1:])  # a title over the table
        sheet.row_dimensions[number].height = 15 if alone else _height(texts, widths)
        cells = []
        for column in range(1, max(len(texts), *marked, 1) + 1):
            cell = WriteOnlyCell(sheet, texts[column - 1] if column <= len(texts) else "")
            if not alone:
                cell.alignment = wrapped
            if cell.data_type == "f":
                cell.data_type = "s"
            if column in marked:
                cell.fill = fills[_worst(marked[column])]
                if comments < _MOST_COMMENTS:
                    cell.comment = _note(marked[column])
                    comments += 1
            cells.append(cell)
        sheet.append(cells)


def _list(book: Any, report: RegisterReport) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    name = LIST_SHEET
    while name in book.sheetnames:
        name += "1"
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    _for_print(sheet)
    wrapped = _wrapped()
    for index, (_, width) in enumerate(_HEADINGS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    head = []
    for heading, _ in _HEADINGS:
        cell = WriteOnlyCell(sheet, heading)
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    for number, finding in enumerate(report.findings, 1):
        basis = Basis(finding.basis.source, finding.basis.clause, Strength(finding.basis.strength))
        row = [
            number, finding.sheet, finding.row or "表头", finding.cell, finding.column,
            Severity.parse(finding.severity).label, finding.code, finding.message, finding.text, str(basis),
        ]  # fmt: skip
        widths = [width for _, width in _HEADINGS]
        sheet.row_dimensions[number + 1].height = _height([str(value) for value in row], widths)
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, _clean(value) if isinstance(value, str) else value)
            cell.alignment = wrapped
            if cell.data_type == "f":
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """The height of a row of wrapped cells, in points; programs differ in whether they work it out themselves."""
    lines = 1
    for text, width in zip(texts, widths, strict=False):
        columns = sum(1 if character < "\u2e80" else 2 for character in text[:2000])
        lines = max(lines, -(-columns // max(width - 2, 1)) + text.count("\n"))
    return min(15.0 * lines, 400.0)


def _wrapped() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(vertical="top", wrap_text=True)


def _for_print(sheet: Any) -> None:
    """A4 across, as wide as the page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _clean(text: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cleaned: str = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)[:_MOST_TEXT]
    return cleaned.encode("utf-8", "replace").decode()
