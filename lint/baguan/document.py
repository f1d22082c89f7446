"""The document every rule sees: one string, what its stretches are, and where each came from.

``Document.text`` is the whole visible text.  A paragraph is one line of it: paragraphs are joined by
``\\n``, and nothing inside a paragraph is a ``\\n`` (a soft line break is ``\\v``, a tab ``\\t``, an object
or a masked stretch such as inline code is one ``U+FFFC``).  Readers build a ``Document``; rules only read it.
"""

from __future__ import annotations

import bisect
import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from baguan.model import Edit, Span

if TYPE_CHECKING:
    from baguan.outline import Structure
    from baguan.wordformat import ParagraphFormat, Run, Section

OBJECT = "\ufffc"  # stands for an image, a formula, inline code: visible, but not prose


class BlockKind(enum.Enum):
    """What a paragraph is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    CELL = "cell"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    TEXTBOX = "textbox"


_PARTS = {
    BlockKind.CELL: "table",
    BlockKind.HEADER: "header",
    BlockKind.FOOTER: "footer",
    BlockKind.FOOTNOTE: "footnote",
    BlockKind.ENDNOTE: "endnote",
    BlockKind.TEXTBOX: "textbox",
}


class Block(NamedTuple):
    """One paragraph: ``text[start:end]``, without the line break after it.

    ``style`` is the style's name (Word) or level (Markdown ``h2``); ``path`` says where in the file
    (``word/document.xml#p12``); ``table`` is (table, row, column), 1-based, in a table.
    """

    kind: BlockKind
    start: int
    end: int
    style: str = ""
    path: str = ""
    table: tuple[int, int, int] | None = None
    format: ParagraphFormat | None = None
    numbering: str = ""  # the automatic number's text, already part of ``text`` and not editable

    @property
    def part(self) -> str:
        """The ``part`` of the JSON report: body, table, header, footer, footnote, endnote, textbox."""
        return _PARTS.get(self.kind, "body")


class MarkKind(enum.Enum):
    """Something about a stretch of text that its characters do not show."""

    INSERTION = "insertion"  # a tracked insertion; its text is in ``text``
    DELETION = "deletion"  # a tracked deletion; ``start == end``, ``value`` holds what was deleted
    COMMENT = "comment"  # ``value`` is the comment's text
    HIDDEN = "hidden"  # hidden text; its text is NOT in ``text``, ``value`` holds it
    FIELD = "field"  # the result of a field; ``value`` is its instruction
    PAGE_BREAK = "page-break"
    QUOTED = "quoted"  # Markdown block quote
    OBJECT = "object"  # an image or another object; ``value`` says what


class Mark(NamedTuple):
    """A mark on ``text[start:end]``."""

    kind: MarkKind
    start: int
    end: int
    value: str = ""


class Directive(NamedTuple):
    """A ``baguan:`` instruction found in the file.

    ``line`` is where it stands (1-based, as a person counts); ``start:end`` the stretch of the text it
    is attached to when it is a Word comment.
    """

    line: int
    text: str
    start: int | None = None
    end: int | None = None


class TextNode(NamedTuple):
    """Where ``text[start:end]`` stands in a .docx: character ``offset`` of text node ``node`` of ``part``.

    ``node`` counts the text-bearing elements of the part in document order.  A node that is not
    ``editable`` was computed (automatic number, symbol, field result of a live field).
    """

    start: int
    end: int
    part: str
    node: int
    offset: int = 0
    editable: bool = True


class Location(NamedTuple):
    """A place as a person counts: line and column from 1, columns in code points."""

    line: int
    column: int


class SourceMap:
    """Where every offset of ``Document.text`` stands in the source.

    The map is a list of pieces, each a stretch that is the same in both; between two pieces the source
    may hold what the text does not (a hard line break that was joined, a Markdown mark).  A character that
    stands for a longer stretch of the source (inline code, an entity) is ``wide``.
    """

    __slots__ = ("_line_starts", "_source", "_text", "_wide", "source_length")

    def __init__(
        self,
        pieces: Sequence[tuple[int, int]],
        line_starts: Sequence[int],
        source_length: int,
        wide: Mapping[int, int] | None = None,
    ) -> None:
        """``pieces``: (offset in text, offset in source), rising in both; ``line_starts``: source offsets.

        ``wide``: for the offset of each wide character, where its stretch of the source ends.
        """
        self._wide = wide or {}
        self._text = [text for text, _ in pieces]
        self._source = [source for _, source in pieces]
        self._line_starts = line_starts
        self.source_length = source_length

    @classmethod
    def identity(cls, text: str) -> SourceMap:
        """A map for a source that is the text itself, lines ending in ``\\n``."""
        return cls([(0, 0)], line_starts(text), len(text))

    def to_source(self, offset: int) -> int:
        """The source offset of the character at ``offset`` (or of the end of the text)."""
        piece = bisect.bisect_right(self._text, offset) - 1
        return min(self._source[piece] + offset - self._text[piece], self.source_length)

    def to_source_end(self, offset: int) -> int:
        """The source offset just after the character before ``offset``: the end of a span."""
        if not offset:
            return self.to_source(0)
        return self._wide.get(offset - 1) or min(self.to_source(offset - 1) + 1, self.source_length)

    def location(self, offset: int) -> Location:
        """Line and column of the character at ``offset``."""
        return self.source_location(self.to_source(offset))

    def end_location(self, start: int, end: int) -> Location:
        """Line and column just after the span; the start itself when the span is empty."""
        return self.location(start) if start == end else self.source_location(self.to_source_end(end))

    def source_location(self, source: int) -> Location:
        """Line and column of an offset in the source."""
        line = bisect.bisect_right(self._line_starts, source)
        return Location(line, source - self._line_starts[line - 1] + 1)

    def source_offset(self, location: Location) -> int:
        """The source offset of a line and column: the inverse of ``source_location``.

        Raises:
            IndexError: the source has no such line.
        """
        return self._line_starts[location.line - 1] + location.column - 1

    def line_span(self, line: int) -> Span:
        """The source offsets of a line (1-based), its line break included."""
        end = self._line_starts[line] if line < len(self._line_starts) else self.source_length
        return Span(self._line_starts[line - 1], end)

    @property
    def line_count(self) -> int:
        """How many lines the source has."""
        return len(self._line_starts)

    def source_edits(self, edit: Edit) -> list[Edit]:
        """Turn an edit of the text into edits of the source that keep what stands between two pieces."""
        pieces: list[Edit] = []
        position, text = edit.start, edit.text
        while True:
            index = bisect.bisect_right(self._text, position) - 1
            limit = self._text[index + 1] if index + 1 < len(self._text) else edit.end
            stop = min(edit.end, limit)
            last = stop >= edit.end
            share = text if last else text[: stop - position]
            start = self.to_source(position)
            end = start if stop == position else self.to_source_end(stop)
            pieces.append(Edit(start, end, share))
            text = text[len(share) :]
            position = stop
            if last:
                return pieces


def line_starts(source: str) -> list[int]:
    """The offset at which each line starts; ``\\n`` ends a line."""
    starts = [0]
    position = source.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = source.find("\n", position + 1)
    return starts


_UNMAPPED = SourceMap([(0, 0)], [0], 0)  # a document built without a map is its own source


@dataclass
class Document:
    """A document as rules see it.  Build it with a reader or ``Document.from_text``."""

    text: str
    path: str = ""
    format: str = "txt"  # txt, md or docx
    blocks: Sequence[Block] = ()
    runs: Sequence[Run] = ()
    sections: Sequence[Section] = ()
    marks: Sequence[Mark] = ()
    nodes: Sequence[TextNode] = ()
    directives: Sequence[Directive] = ()
    source: str = ""  # the decoded source of a text file, ``\n`` line ends; "" for a .docx
    source_map: SourceMap = _UNMAPPED
    properties: Mapping[str, str] = field(default_factory=dict)
    requested_kind: str = ""  # statutory, speech or prose; "" recognises
    known_words: frozenset[str] = frozenset()  # the user's vocabulary: right, whatever a rule thinks of them
    handling: object = None  # a ``baguan.entry.Practice``: how papers are handled here; ``None`` is the default
    recogniser: Callable[[Document], Structure] | None = None

    def __post_init__(self) -> None:
        if self.source_map is _UNMAPPED:
            self.source_map = SourceMap.identity(self.text)
        if not self.blocks:
            self.blocks = paragraphs(self.text)

    @classmethod
    def from_text(cls, text: str, *, path: str = "") -> Document:
        """A document of plain paragraphs, one a line."""
        return cls(text=text.replace("\r\n", "\n").replace("\r", "\n"), path=path)

    @cached_property
    def structure(self) -> Structure:
        """The parts of the 公文, recognised on first use.

        Raises:
            RuntimeError: nobody bound a recogniser (the engine does).
        """
        if self.recogniser is None:
            raise RuntimeError("no recogniser is bound to this document")
        return self.recogniser(self)

    @cached_property
    def tokens(self) -> Sequence[tuple[str, int, int]]:
        """Words by jieba, which knows the user's too, as (word, start, end), computed once on first use."""
        from baguan.tokens import tokenize

        return tokenize(self.text, self.known_words)

    @cached_property
    def characters(self) -> int:
        """How many characters count for the error rate: everything that is not white space."""
        return len(self.text) - sum(map(self.text.count, (" ", "\n", "\t", "\v", "\u3000", "\r")))

    @cached_property
    def _block_starts(self) -> Sequence[int]:
        starts = getattr(self.blocks, "starts", None)  # blocks that are built when asked for keep their starts
        return [block.start for block in self.blocks] if starts is None else starts

    def block_index(self, offset: int) -> int:
        """The index in ``blocks`` of the paragraph that holds ``offset``."""
        return max(bisect.bisect_right(self._block_starts, offset) - 1, 0)

    def block_at(self, offset: int) -> Block:
        """The paragraph that holds ``offset``."""
        return self.blocks[self.block_index(offset)]

    def block_text(self, block: Block) -> str:
        """The text of a paragraph."""
        return self.text[block.start : block.end]

    def marks_of(self, *kinds: MarkKind) -> Iterable[Mark]:
        """The marks of these kinds, in order."""
        return (mark for mark in self.marks if mark.kind in kinds)

    def in_title_marks(self, start: int, end: int) -> bool:
        """Whether the span stands inside 《…》 or 〈…〉 of its paragraph."""
        return self._inside(start, end, "《〈", "》〉")

    def in_quotes(self, start: int, end: int) -> bool:
        """Whether the span stands inside “…” or ‘…’ (or 「…」) of its paragraph."""
        return self._inside(start, end, "“‘「『", "”’」』")

    def in_brackets(self, start: int, end: int) -> bool:
        """Whether the span stands inside （…）, [...] or 【…】 of its paragraph."""
        return self._inside(start, end, "（([［【〔", "）)]］】〕")

    def _inside(self, start: int, end: int, openers: str, closers: str) -> bool:
        block = self.block_at(start)
        depth = 0
        for character in self.text[block.start : start]:
            if character in openers:
                depth += 1
            elif character in closers and depth:
                depth -= 1
        return depth > 0 and any(closer in self.text[end : block.end] for closer in closers)


def paragraphs(text: str) -> list[Block]:
    """A plain paragraph for every line of ``text``."""
    starts = line_starts(text)
    ends = [start - 1 for start in starts[1:]] + [len(text)]
    return [Block(BlockKind.PARAGRAPH, start, end) for start, end in zip(starts, ends, strict=True)]
