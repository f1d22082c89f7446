"""Reading Markdown: the prose of a document, without its marks, every character mapped to its place in the file.

The blocks of CommonMark and GitHub's tables and footnotes are told apart line by line; what is inside a block is
the work of ``markdown_inline``.  Dropped: front matter, code blocks, comments, tags, link targets, rules, marks.
A line end inside a paragraph joins, as everywhere in Markdown, but a line that ends in a colon (主送机关) and one
that starts with an ordinal or an ideographic indent stay paragraphs of their own: that is how they were meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from baguan.document import BlockKind, Document, SourceMap
from baguan.readers.markdown_emit import Emitter, Segment
from baguan.readers.markdown_inline import normalise_label
from baguan.readers.text import line_start_array

_DEFINITION = re.compile(
    r"""^[ ]{0,3}\[(?!\^)(?P<label>[^\[\]\n]{1,200})\]:[ \t]*(?:<[^<>\n]*>|[./\#A-Za-z0-9][^\s]*)
        (?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$""",
    re.VERBOSE | re.MULTILINE,
)
_FENCE = re.compile(r"(`{3,})[^`\n]*$|(~{3,})", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)", re.MULTILINE)
_HEADING_END = re.compile(r"(?:^|[ \t]+)#+[ \t]*\Z")
_SETEXT = re.compile(r"(=+|-+)[ \t]*\Z")
_BREAK = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}\Z")
_BULLET = re.compile(r"[-*+](?:[ \t]+|\Z)")
_ORDERED = re.compile(r"([0-9]{1,9})[.)](?:[ \t]+|\Z)")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_NOTE = re.compile(r"\[\^[^\]\s]{1,100}\]:[ \t]*")
_DELIMITER_ROW = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_RAW_HTML = re.compile(r"<(script|style|pre|textarea)(?=[\s>]|$)", re.IGNORECASE)
_OWN_PARAGRAPH = re.compile(
    "\u3000|&emsp;|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    "|第[〇零一二三四五六七八九十百千0-9]{1,7}[章节条]"
)
_TAB = 4


def read_markdown(source: str, path: str = "", properties: dict[str, str] | None = None) -> Document:
    """Read a Markdown text.

    Args:
        source: the decoded text, ``\\n`` line ends.
        path: kept in the document.
        properties: kept in the document; ``front_matter`` is added when there is one (its raw lines).
    """
    table = dict(properties or {})
    starts = line_start_array(source)
    references = {normalise_label(match["label"]) for match in _DEFINITION.finditer(source)}
    emitter = Emitter(source, starts, references)
    reader = _Reader(source, emitter)
    front = _front_matter(source)
    if front is not None:
        table["front_matter"], reader.position = front
    reader.run()
    text = emitter.text
    return Document(
        text=text,
        path=path,
        format="md",
        blocks=emitter.blocks,
        marks=emitter.marks,
        directives=emitter.directives,
        source=source,
        source_map=SourceMap(emitter.pieces or [(0, 0)], starts, len(source), emitter.wide),
        properties=table,
    )


def _front_matter(source: str) -> tuple[str, int] | None:
    """The raw lines of the front matter and where the document goes on, if there is one."""
    mark = source[:3]
    if mark not in ("---", "+++"):
        return None
    first = source.find("\n") + 1
    if not first or source[3 : first - 1].strip():
        return None
    closing = re.compile(rf"^(?:{re.escape(mark)}|\.\.\.)[ \t]*$", re.MULTILINE).search(source, first)
    return None if closing is None else (source[first : closing.start()], min(closing.end() + 1, len(source)))


@dataclass
class _Paragraph:
    """A paragraph whose lines are still coming."""

    kind: BlockKind
    depth: int  # of quotation
    segments: list[Segment] = field(default_factory=list)


@dataclass
class _Fence:
    mark: str
    depth: int


class _Reader:
    """The state of the block parser; ``position`` is the start of the next line."""

    def __init__(self, source: str, emitter: Emitter) -> None:
        self._source = source
        self._emitter = emitter
        self._paragraph: _Paragraph | None = None
        self._fence: _Fence | None = None
        self._list_column: int | None = None  # where the text of the current list item starts
        self._table_row = 0  # of the current table; 0 outside
        self._tables = 0
        self._headings = 0
        self._never_closed: set[str] = set()  # searched for once: a text full of openers is read in linear time
        self._handlers: dict[str, Callable[[int, int, int], bool]] = {
            "`": self._open_fence,
            "~": self._open_fence,
            "#": self._heading,
            "=": self._underline,
            "<": self._html,
        }
        self.position = 0

    def run(self) -> None:
        """Read to the end of the source."""
        while self.position < len(self._source):
            start = self.position
            end = self._source.find("\n", start)
            end = len(self._source) if end < 0 else end
            self.position = end + 1
            self._line(start, end)
        self._flush()

    # Lines

    def _line(self, start: int, end: int) -> None:
        start, depth, column = self._unquote(start, end)
        if self._fence is not None and self._in_fence(start, end, depth):
            return
        if self._paragraph is not None and depth > self._paragraph.depth:
            self._flush()
        if start == end:
            self._flush()
            self._table_row = 0
            return
        if self._is_code(column):
            return
        if self._paragraph is None and self._list_column is not None and column < min(2, self._list_column):
            self._list_column = None
        self._content(start, end, depth, column, BlockKind.PARAGRAPH)

    def _unquote(self, start: int, end: int) -> tuple[int, int, int]:
        """Skip quotation marks; give where the content starts, the depth of quotation, and the indent."""
        depth = 0
        while True:
            position, column = start, 0
            while position < end and self._source[position] in " \t":
                column += _TAB - column % _TAB if self._source[position] == "\t" else 1
                position += 1
            if position == end or self._source[position] != ">" or (column >= _TAB and self._list_column is None):
                return position, depth, column
            depth += 1
            start = position + 1
            if self._source.startswith(" ", start) and start < end:
                start += 1

    def _is_code(self, column: int) -> bool:
        """Whether an indented line is code: never inside a paragraph, in a list only beyond the item's text."""
        return self._paragraph is None and column >= _TAB + (self._list_column or 0)

    def _in_fence(self, start: int, end: int, depth: int) -> bool:
        fence = self._fence
        if fence is None or depth < fence.depth:  # the quotation around the code ended
            self._fence = None
            return False
        text = self._source[start:end].rstrip()
        if depth == fence.depth and len(text) >= len(fence.mark) and not text.strip(fence.mark[0]):
            self._fence = None
        return True

    # Blocks

    def _content(self, start: int, end: int, depth: int, column: int, kind: BlockKind) -> None:
        """Read a line from its first visible character on; ``kind`` is what a paragraph there would be."""
        source = self._source
        first = source[start]
        if first in self._handlers and self._handlers[first](start, end, depth):
            return
        if first in "-:|" and self._delimiter_row(start, end, depth):
            return
        if first in "-*_" and (self._underline(start, end, depth) or self._rule(start, end)):
            return
        if self._item(start, end, depth, column) or (first == "[" and self._definition(start, end, depth)):
            return
        if self._table_row:
            if "|" in source[start:end]:
                self._row(start, end, depth)
                return
            self._table_row = 0
        self._text(start, end, depth, kind)

    def _open_fence(self, start: int, end: int, depth: int) -> bool:
        match = _FENCE.match(self._source, start, end)
        if match is None:
            return False
        self._flush()
        self._fence = _Fence(match[1] or match[2], depth)
        return True

    def _heading(self, start: int, end: int, depth: int) -> bool:
        match = _HEADING.match(self._source, start, end)
        if match is None:
            return False
        self._flush()
        text = _HEADING_END.sub("", self._source[match.end() : end]).rstrip(" \t")
        self._emit_heading([(match.end(), match.end() + len(text))], len(match[1]), depth)
        return True

    def _underline(self, start: int, end: int, depth: int) -> bool:
        paragraph = self._paragraph
        if paragraph is None or paragraph.kind is not BlockKind.PARAGRAPH or paragraph.depth != depth:
            return False
        if _SETEXT.match(self._source[start:end]) is None:
            return False
        self._paragraph = None
        self._emit_heading(_trimmed(self._source, paragraph.segments), 1 if self._source[start] == "=" else 2, depth)
        return True

    def _emit_heading(self, segments: list[Segment], level: int, depth: int) -> None:
        self._headings += level == 1
        kind = BlockKind.TITLE if level == 1 and self._headings == 1 else BlockKind.HEADING
        self._list_column = None
        self._emitter.block(kind, segments, style=f"h{level}", quoted=depth > 0)

    def _rule(self, start: int, end: int) -> bool:
        if _BREAK.match(self._source[start:end]) is None:
            return False
        self._flush()
        return True

    def _html(self, start: int, end: int, depth: int) -> bool:
        source = self._source
        if source.startswith("<!--", start):
            close = self._close_of("-->", start + 4)
            self._flush()
            # one that is never closed ends with its line: hiding the rest of the document would hide its faults
            self._emitter.comment(start, close or end)
            if close:
                self._go_on(close, depth)
            return True
        match = _RAW_HTML.match(source, start, end)
        close = self._close_of(f"</{match[1].lower()}", start) if match is not None else 0
        if not close:
            return False
        self._flush()
        bracket = source.find(">", close)
        self._go_on(bracket + 1 if bracket >= 0 else close, depth)
        return True

    def _close_of(self, mark: str, start: int) -> int:
        """Where the next ``mark`` ends, whatever its case; 0 when there is none."""
        if mark in self._never_closed:
            return 0
        match = re.compile(re.escape(mark), re.IGNORECASE).search(self._source, start)
        if match is None:
            self._never_closed.add(mark)
        return 0 if match is None else match.end()

    def _go_on(self, start: int, depth: int) -> None:
        """Read what follows a masked stretch on the line where that stretch ends."""
        end = self._source.find("\n", start)
        end = len(self._source) if end < 0 else end
        self.position = end + 1
        while start < end and self._source[start] in " \t":
            start += 1
        if start < end:
            self._text(start, end, depth, BlockKind.PARAGRAPH)

    def _item(self, start: int, end: int, depth: int, column: int) -> bool:
        bullet = _BULLET.match(self._source, start, end)
        ordered = None if bullet else _ORDERED.match(self._source, start, end)
        match = bullet or ordered
        if match is None:
            return False
        in_text = self._paragraph is not None and self._paragraph.kind is not BlockKind.LIST
        if in_text and (match.end() == end or (ordered is not None and ordered[1] != "1")):
            return False  # such a line goes on with the paragraph
        self._flush()
        self._table_row = 0
        self._list_column = column + min(match.end() - start, 4)
        text = match.end()
        task = _TASK.match(self._source, text, end)
        if task is not None:
            text = task.end()
        if ordered is not None and not self._open_fence(text, end, depth):
            # the number is what a reader sees; the space that Markdown wants after it is not
            self._paragraph = _Paragraph(BlockKind.LIST, depth, [(start, ordered.end(1) + 1)])
            if text < end:
                self._paragraph.segments.append((text, end))
        elif ordered is None and text < end:
            inner, more, indent = self._unquote(text, end)
            if inner < end:
                self._content(inner, end, depth + more, self._list_column + indent, BlockKind.LIST)
        return True

    def _definition(self, start: int, end: int, depth: int) -> bool:
        note = _NOTE.match(self._source, start, end)
        if note is not None:
            self._flush()
            if note.end() < end:
                self._text(note.end(), end, depth, BlockKind.FOOTNOTE)
            return True
        if self._paragraph is not None and self._paragraph.kind is not BlockKind.FOOTNOTE:
            return False  # a definition cannot break into a paragraph
        if _DEFINITION.match(self._source, self._source.rfind("\n", 0, start) + 1) is None:
            return False
        self._flush()
        return True

    def _text(self, start: int, end: int, depth: int, kind: BlockKind) -> None:
        paragraph = self._paragraph
        if paragraph is not None and self._starts_anew(paragraph, start):
            self._flush()
            paragraph = None
        if paragraph is None:
            paragraph = self._paragraph = _Paragraph(kind, depth)
        paragraph.segments.append((start, end))

    def _starts_anew(self, paragraph: _Paragraph, start: int) -> bool:
        last, stop = paragraph.segments[-1]
        ended = self._source[last:stop].rstrip(" \t").endswith("：")
        return ended or _OWN_PARAGRAPH.match(self._source, start) is not None

    def _flush(self) -> None:
        paragraph, self._paragraph = self._paragraph, None
        if paragraph is not None:
            segments = _trimmed(self._source, paragraph.segments)
            self._emitter.block(paragraph.kind, segments, quoted=paragraph.depth > 0)

    # Tables

    def _delimiter_row(self, start: int, end: int, depth: int) -> bool:
        paragraph = self._paragraph
        row = self._source[start:end]
        if paragraph is None or not paragraph.segments or ("|" not in row and ":" not in row):
            return False
        if _DELIMITER_ROW.match(row) is None:
            return False
        header = paragraph.segments[-1]
        if len(_cells(self._source, *header)) != len(_cells(self._source, start, end)):
            return False
        paragraph.segments.pop()
        if not paragraph.segments:
            self._paragraph = None
        self._flush()
        self._tables += 1
        self._table_row = 0
        self._row(*header, depth)
        return True

    def _row(self, start: int, end: int, depth: int) -> None:
        self._table_row += 1
        for column, cell in enumerate(_cells(self._source, start, end), 1):
            place = (self._tables, self._table_row, column)
            self._emitter.block(BlockKind.CELL, [cell], table=place, quoted=depth > 0)


def _trimmed(source: str, segments: list[Segment]) -> list[Segment]:
    """The lines without the white space at their ends, save the two spaces that force a line break."""
    trimmed = []
    for number, (start, end) in enumerate(segments, 1):
        stop = start + len(source[start:end].rstrip(" \t"))
        forced = number < len(segments) and source.startswith("  ", end - 2) and start < stop <= end - 2
        trimmed.append((start, stop + 2 if forced else stop))
    return trimmed


def _cells(source: str, start: int, end: int) -> list[Segment]:
    """The cells of a table row; a bar behind a backslash separates nothing."""
    end = start + len(source[start:end].rstrip(" \t"))
    bars = [match.start() for match in re.finditer(r"\\.|\|", source[start:end]) if match[0] == "|"]
    bounds = [start - 1, *(start + bar for bar in bars), end]
    if bars and bars[0] == 0:
        del bounds[0]
    if bars and start + bars[-1] == end - 1 and len(bounds) > 2:
        bounds.pop()
    cells = []
    for left, right in zip(bounds, bounds[1:]):  # noqa: B905, RUF007 - pairs
        text = source[left + 1 : right]
        head = left + 1 + len(text) - len(text.lstrip(" \t"))
        cells.append((head, max(head, left + 1 + len(text.rstrip(" \t")))))
    return cells
