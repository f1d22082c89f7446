"""Totals in tables: the row 合计 against the rows it sums up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from baguan.document import BlockKind
from baguan.lazy import lazy_pattern
from baguan.model import Basis, Finding, Severity, Strength
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan_rules.wording.numbers_sums import half_step, plain, value

if TYPE_CHECKING:
    from baguan.document import Block, Document

_PRACTICE = Basis("通行做法", "", Strength.PRACTICE)
_FIGURE = lazy_pattern(r"-?(?P<figure>\d[\d,]*(?:\.\d+)?)")
_NOTHING = frozenset({"", "-", "—", "－", "——", "/", "无", "…"})
_TOTALS = frozenset({"合计", "总计", "共计", "总数"})
_SUBTOTALS = frozenset({"小计", "分计"})
# Columns whose figures are not things that can be added up.
_RATES = lazy_pattern(
    r"率|比重|占比|[%％]|均|单价|序号|编号|排名|名次|年份|电话|代码|备注|得分|增幅|增长|同比|文号|时间|日期|标准"
)
_LEAST_ROWS = 2


class Cell(NamedTuple):
    """A cell: its text without white space, and the first block of it."""

    text: str
    block: Block


Grid = Mapping[int, Mapping[int, Cell]]  # row → column → cell


def tables(document: Document) -> Iterator[Grid]:
    """Every table of a document as a grid."""
    grids: defaultdict[int, defaultdict[int, dict[int, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for block in document.blocks:
        if block.kind is BlockKind.CELL and block.table:
            table, row, column = block.table
            text = "".join(document.block_text(block).split())
            cells = grids[table][row]
            before = cells.get(column)
            cells[column] = Cell(before.text + text, before.block) if before else Cell(text, block)
    yield from grids.values()


def _label(row: Mapping[int, Cell]) -> tuple[str, int]:
    """The words that name a row (its first cell that says something) and their column."""
    for column in sorted(row):
        if row[column].text and not _FIGURE.fullmatch(row[column].text):
            return row[column].text.rstrip("：:"), column
    return "", 0


def _figures(cells: Sequence[Cell | None]) -> list[str] | None:
    """The figures of a column; ``None`` when a cell is missing or holds something else."""
    found = []
    for cell in cells:
        if cell is None:
            return None
        if cell.text in _NOTHING:
            found.append("0")
            continue
        match = _FIGURE.fullmatch(cell.text)
        if match is None:
            return None
        found.append(match[0])
    return found


def _signed(figure: str) -> Decimal:
    return -value(figure[1:]) if figure.startswith("-") else value(figure)


def _differs(total: str, parts: Sequence[str]) -> Decimal | None:
    """The sum of the parts when it is not the total, rounding set aside."""
    found = sum((_signed(part) for part in parts), Decimal(0))
    slack = sum((half_step(part) for part in parts if "." in part), Decimal(0))
    return found if abs(found - _signed(total)) > slack else None


def _parts(grid: Grid, header: int, row: int) -> list[list[int]]:
    """The rows that a total may sum up: those above it, those below it when it comes first; with or without 小计."""
    rows = sorted(grid)
    labels = {other: _label(grid[other])[0] for other in rows}
    above = [other for other in rows if header < other < row]
    if labels[row] in _SUBTOTALS:
        since = max((other for other in above if labels[other] in _SUBTOTALS | _TOTALS), default=header)
        return [[other for other in above if other > since]]
    pool = above or [other for other in rows if other > row]
    if any(labels[other] in _TOTALS for other in pool):
        return []  # a table of several parts; nobody knows what the last total sums up
    details = [other for other in pool if labels[other] not in _SUBTOTALS]
    subtotals = [other for other in pool if labels[other] in _SUBTOTALS]
    return [details, subtotals] if subtotals else [details]


def _wrong_totals(grid: Grid) -> Iterator[tuple[Cell, Decimal]]:
    header = min(grid)
    for row in sorted(grid):
        label, place = _label(grid[row])
        if row == header or label not in _TOTALS | _SUBTOTALS:
            continue
        choices = [rows for rows in _parts(grid, header, row) if len(rows) >= _LEAST_ROWS]
        for column, cell in sorted(grid[row].items()):
            heading = grid[header].get(column)
            if column <= place or not choices or heading is None or _RATES.search(heading.text):
                continue
            columns = [_figures([grid[other].get(column) for other in rows]) for rows in choices]
            total = _FIGURE.fullmatch(cell.text)
            if total is None or not all(columns):
                continue
            sums = [_differs(total[0], figures) for figures in columns if figures]
            if None not in sums and sums[0] is not None:
                yield cell, sums[0]


def _wrong_across(grid: Grid) -> Iterator[tuple[Cell, Decimal]]:
    """A last column 合计 against the cells of its row; only where it does add up in most other rows."""
    header = min(grid)
    last = max(grid[header])
    if grid[header][last].text not in _TOTALS:
        return
    columns = [
        column
        for column in sorted(grid[header])
        if column != last and not _RATES.search(grid[header][column].text) and grid[header][column].text
    ]
    wrong, right = [], 0
    for row in sorted(grid):
        cell = grid[row].get(last)
        if row == header or cell is None or not _FIGURE.fullmatch(cell.text):
            continue
        place = _label(grid[row])[1]
        figures = _figures([grid[row].get(column) for column in columns if column > place])
        if not figures or len(figures) < _LEAST_ROWS:
            return
        found = _differs(cell.text, figures)
        if found is None:
            right += 1
        else:
            wrong.append((cell, found))
    if right > len(wrong):
        yield from wrong


def _md(*rows: str) -> str:
    """Word tables for the examples: a row is its cells with | between them."""
    cells = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row.split("|"))
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl><w:p/>"


@document_rule(
    code="WZ342",
    name="table-total-differs",
    severity=Severity.WARNING,
    message="表格里的合计与各行之和不符，请核对",
    basis=_PRACTICE,
    explanation=(
        "Word 和 Markdown 表格里，行首写“合计”“总计”“小计”的一行逐列复算；最后一栏是“合计”的逐行复算"
        "（多数行相符时才报其余的）。比率、单价、序号、年份一类的列不加；"
        "有合并单元格、有文字的列不算；小数尾差不算。表里有几处合计而分不清谁是谁的合计时不报。"
    ),
    formats=frozenset({"docx", "md"}),
    bad=[
        Bad(docx=_md("单位|户数|人数", "甲镇|12|40", "乙镇|15|52", "合计|27|⟦94⟧")),
        Bad(docx=_md("项目|金额（万元）", "合计|⟦80.5⟧", "修缮|30.5", "设备|40")),
        Bad(docx=_md("单位|男|女|合计", "甲镇|3|4|7", "乙镇|5|6|⟦12⟧", "丙镇|1|2|3")),
        Bad(docx=_md("类别|数量", "甲|3", "乙|4", "小计|⟦8⟧", "丙|5", "丁|6", "小计|11", "总计|18")),
    ],
    good=[
        Good(docx=_md("单位|户数|占比", "甲镇|12|44%", "乙镇|15|56%", "合计|27|100%")),
        Good(docx=_md("单位|男|党员|合计", "甲镇|3|4|5", "乙镇|5|6|7", "丙镇|1|2|3")),
        Good(docx=_md("单位|均价", "甲镇|12", "乙镇|15", "合计|13")),
        Good(docx=_md("类别|数量", "甲|3", "乙|4", "小计|7", "丙|5", "丁|6", "小计|11", "总计|18")),
        Good(docx=_md("单位|投入（亿元）", "甲|1.33", "乙|2.33", "丙|3.33", "合计|7.00")),
        Good(docx=_md("单位|户数", "甲镇|约12", "乙镇|15", "合计|30")),
        Good(docx=_md("单位|户数|人数", "甲镇|1,200|—", "乙镇|800|30", "合 计|2,000|30")),
    ],
)
def _totals(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    for grid in tables(document):
        wrong = dict(_wrong_totals(grid))
        wrong.update(_wrong_across(grid))
        for cell, found in sorted(wrong.items(), key=lambda item: item[0].block.start):
            message = f"表格里的合计写“{cell.text}”，各行之和是{plain(found)}，请核对"
            yield rule.at(cell.block.start, cell.block.end, message=message)


RULES: list[Rule] = [_totals]
