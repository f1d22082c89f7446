"""The report as a workbook: one sheet a table."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from baguan.errors import BaguanError
from baguan.weekly.tables import all_tables
from baguan.weekly.words import comparison, overview, restriction

if TYPE_CHECKING:
    from baguan.weekly.figures import Statistics

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold
_LONGEST = 32_000  # characters of a cell; Excel takes 32767
_WIDEST = 60


def render(statistics: Statistics) -> bytes:
    """The workbook.

    Raises:
        BaguanError: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise BaguanError("输出 xlsx 要安装 baguan[xlsx]") from error
    book = Workbook()
    sheet = book.active
    sheet.title = "总览"
    lines = [statistics.title, f"统计时段：{statistics.period.days}", restriction(statistics)]
    lines += [overview(statistics), comparison(statistics)]
    for number, line in enumerate(filter(None, lines), 1):
        _fill(sheet, number, (line,))
    sheet.column_dimensions["A"].width = 100
    for table in all_tables(statistics):
        sheet = book.create_sheet(table.name)
        for number, row in enumerate((table.columns, *table.rows), 1):
            _fill(sheet, number, row)
        _dress(sheet, table.columns, table.rows)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet: Any, number: int, row: tuple[Any, ...]) -> None:
    for column, value in enumerate(row, 1):
        cell = sheet.cell(number, column)
        if isinstance(value, str):
            cell.value = _CONTROL.sub("", value)[:_LONGEST]
            cell.data_type = "s"  # a text that begins with “=” is no formula
        else:
            cell.value = value


def _dress(sheet: Any, columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for index, name in enumerate(columns, 1):
        sheet.cell(1, index).font = Font(bold=True)
        widest = max((len(str(row[index - 1])) for row in rows if row[index - 1] is not None), default=0)
        sheet.column_dimensions[get_column_letter(index)].width = min(_WIDEST, 2 * max(widest, len(name)) + 2)
    if rows:
        sheet.auto_filter.ref = sheet.dimensions
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
