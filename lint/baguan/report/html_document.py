"""The document itself in the HTML report: its paragraphs and tables, every finding marked where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from baguan.document import OBJECT, BlockKind
from baguan.model import Severity
from baguan.record import Record
from baguan.report.common import visible

if TYPE_CHECKING:
    from baguan.document import Block, Document

_ELSEWHERE = {
    BlockKind.HEADER: "页眉",
    BlockKind.FOOTER: "页脚",
    BlockKind.FOOTNOTE: "脚注",
    BlockKind.ENDNOTE: "尾注",
    BlockKind.TEXTBOX: "文本框",
}


class _Span(NamedTuple):
    """A finding's stretch of the shown text."""

    start: int
    end: int
    number: int
    severity: str


class _Line(NamedTuple):
    """A paragraph of the shown text."""

    number: int
    start: int
    end: int
    block: Block | None


def paper(document: Document, records: Sequence[Record], file_number: int) -> str:
    """The document as HTML; the mark of the third finding of the first file has the id ``m1-3``."""
    shown = document.source or document.text
    spans = [_span(document, record, number, len(shown)) for number, record in enumerate(records, 1)]
    title = _title(document)
    marker = _Marker(shown, sorted(spans), file_number)
    parts = []
    open_table: list[_Line] = []
    for line in _lines(document, shown):
        table = line.block.table if line.block is not None else None
        if open_table and (table is None or table[0] != _table_of(open_table[0])):
            parts.append(_table(open_table, marker))
            open_table = []
        if table is not None:
            open_table.append(line)
        else:
            parts.append(_paragraph(line, marker, title))
    if open_table:
        parts.append(_table(open_table, marker))
    return f'<article class="paper" aria-label="原文">{marker.rest()}{"".join(parts)}</article>'


def _span(document: Document, record: Record, number: int, length: int) -> _Span:
    from baguan.document import Location

    start = document.source_map.source_offset(Location(record.line, record.column))
    end = document.source_map.source_offset(Location(record.end_line, record.end_column))
    start = min(start, length)
    return _Span(start, max(start, min(end, length)), number, record.severity)


def _title(document: Document) -> tuple[int, int]:
    from baguan.outline import ElementName

    if document.recogniser is None or document.source:
        return -1, -1
    element = document.structure.first(ElementName.TITLE)
    return (-1, -1) if element is None else (element.start, element.end)


def _lines(document: Document, shown: str) -> Iterator[_Line]:
    if not document.source:
        for number, block in enumerate(document.blocks, 1):
            yield _Line(number, block.start, block.end, block)
        return
    position = 0
    for number, line in enumerate(shown.split("\n"), 1):
        yield _Line(number, position, position + len(line), None)
        position += len(line) + 1


def _paragraph(line: _Line, marker: _Marker, title: tuple[int, int]) -> str:
    styles, place = _layout(line.block), ""
    if line.block is not None:
        style = ""
        kind = line.block.kind
        if kind is BlockKind.TITLE or (line.start >= title[0] and line.end <= title[1] and line.start < line.end):
            style = "title"
        elif kind in _ELSEWHERE:
            style = "elsewhere"
            place = f'<span class="place">【{_ELSEWHERE[kind]}】</span>'
        elif kind is BlockKind.HEADING:
            style = "heading"
        styles += [style] if style else []
    chosen = f' class="{" ".join(styles)}"' if styles else ""
    return f'<p{chosen} data-n="{line.number}">{place}{marker.html(line.start, line.end)}</p>'


def _layout(block: Block | None) -> list[str]:
    """How the paragraph stands on the page, as far as the report shows it."""
    form = block.format if block is not None else None
    if form is None:
        return []
    found = [form.alignment] if form.alignment in ("center", "right") else []
    return [*found, "indent"] if (form.first_line_chars or form.first_line or 0) > 0 else found


def _table_of(line: _Line) -> int:
    return line.block.table[0] if line.block is not None and line.block.table is not None else 0


def _table(lines: Sequence[_Line], marker: _Marker) -> str:
    rows: dict[int, dict[int, list[str]]] = {}
    for line in lines:
        if line.block is not None and line.block.table is not None:
            _, row, column = line.block.table
            cell = rows.setdefault(row, {}).setdefault(column, [])
            cell.append(f"<p>{marker.html(line.start, line.end)}</p>")
    body = "".join(
        f"<tr>{''.join(f'<td>{chr(10).join(cell)}</td>' for _, cell in sorted(cells.items()))}</tr>"
        for _, cells in sorted(rows.items())
    )
    return f"<table><tbody>{body}</tbody></table>"


class _Marker:
    """Writes stretches of the text with the marks of the findings in them, in one pass over both."""

    def __init__(self, shown: str, spans: Sequence[_Span], file_number: int) -> None:
        self._text = shown
        self._spans = spans
        self._file = file_number
        self._next = 0
        self._open: list[_Span] = []
        self._named: set[int] = set()

    def html(self, start: int, end: int) -> str:
        """The text ``start:end`` of one paragraph; paragraphs are asked for in their order."""
        while self._next < len(self._spans) and self._spans[self._next].start <= end:
            self._open.append(self._spans[self._next])
            self._next += 1
        self._open = [span for span in self._open if span.end >= start]
        if not self._open:
            return _escape(self._text[start:end])
        cuts = {start, end}
        for span in self._open:
            cuts.update(offset for offset in (span.start, span.end) if start < offset < end)
        ordered = sorted(cuts)
        parts = [self._points(start)]
        for low, high in pairwise(ordered):
            inside = [span for span in self._open if span.start <= low and high <= span.end]
            piece = _escape(self._text[low:high])
            parts += [self._mark(inside, piece) if inside else piece, self._points(high)]
        self._open = [span for span in self._open if span.end > end]
        return "".join(parts)

    def rest(self) -> str:
        """Places to lead to for findings that no text shows, when everything else is written."""
        missing = (span.number for span in self._spans if span.number not in self._named)
        return "".join(f'<span id="m{self._file}-{number}"></span>' for number in missing)

    def _points(self, offset: int) -> str:
        """The marks of the findings without text of their own at ``offset``."""
        spans = [span for span in self._open if span.start == span.end == offset and span.number not in self._named]
        return "".join(self._mark([span], "‸") for span in spans)

    def _mark(self, spans: Sequence[_Span], piece: str) -> str:
        worst = max(spans, key=lambda span: Severity.parse(span.severity)).severity
        notes = " ".join(f"n{self._file}-{span.number}" for span in spans)
        fresh = [span.number for span in spans if span.number not in self._named]
        self._named.update(fresh)
        anchors = "".join(f'<span id="m{self._file}-{number}"></span>' for number in fresh)
        if not fresh:
            return f'<span class="mark {worst}" data-notes="{notes}">{piece}</span>'
        label = "、".join(map(str, fresh))
        link = f'href="#n{self._file}-{fresh[0]}"'
        return f'{anchors}<a class="mark {worst}" {link} data-notes="{notes}" data-label="{label}">{piece}</a>'


def _escape(piece: str) -> str:
    return escape(visible(piece).replace(OBJECT, "▯"))
