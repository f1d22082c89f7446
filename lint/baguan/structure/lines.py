"""Paragraphs as the recogniser sees them: trimmed lines, taken from the ends of a text without reading the middle."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from baguan.document import Block, BlockKind, Document

if TYPE_CHECKING:
    from baguan.wordformat import Run

BLANK = " \t\v\f\u00a0\u3000\u2002\u2003\u200b\ufeff\ufffc"
_BODY_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.CELL})
_PLAIN = Block(BlockKind.PARAGRAPH, 0, 0)


class Line(NamedTuple):
    """A paragraph without the blanks around it: ``text`` is the document's ``text[start:end]``.

    ``stop`` is the end of the whole paragraph, the blanks after the text included.
    """

    text: str
    start: int
    end: int
    stop: int
    block: Block = _PLAIN

    @property
    def compact(self) -> str:
        """The text without any blank in it."""
        return "".join(self.text.translate(_NO_BLANKS).split())


_NO_BLANKS = dict.fromkeys(map(ord, BLANK))


class Lines:
    """Access to the paragraphs of a document by offset; a plain text never builds its blocks for this."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self._plain = document.format == "txt"

    def at(self, offset: int) -> Line:
        """The paragraph that holds ``offset``."""
        text = self.text
        begin = text.rfind("\n", 0, offset) + 1
        stop = text.find("\n", offset)
        stop = len(text) if stop < 0 else stop
        return self._line(begin, stop)

    def forward(self, offset: int = 0, *, boxes: bool = False) -> Iterator[Line]:
        """The paragraphs of the body (and of text ``boxes``) that are not empty, from that at ``offset`` on."""
        text = self.text
        end = len(text)
        kinds = _BODY_KINDS | {BlockKind.TEXTBOX} if boxes else _BODY_KINDS
        begin = text.rfind("\n", 0, offset) + 1
        while begin < end or begin == 0:
            stop = text.find("\n", begin)
            stop = len(text) if stop < 0 else stop
            line = self._line(begin, stop)
            if line.text and line.block.kind in kinds:
                yield line
            begin = stop + 1

    def backward(self, offset: int | None, limit: int = 0) -> Iterator[Line]:
        """The paragraphs of the body that are not empty and end before ``offset``, from the last one back.

        ``None`` is the end of the text; what starts before ``limit`` is left out.
        """
        text = self.text
        stop = len(text) if offset is None else text.rfind("\n", 0, offset)
        while stop >= limit and stop >= 0:
            begin = text.rfind("\n", 0, stop) + 1
            line = self._line(begin, stop)
            if line.text and line.start < limit:
                return
            if line.text and line.block.kind in _BODY_KINDS:
                yield line
            stop = begin - 1

    def is_body(self, offset: int, *, cells: bool = True) -> bool:
        """Whether the paragraph at ``offset`` belongs to the body (and, without ``cells``, to no table)."""
        if self._plain:
            return True
        kind = self.document.block_at(offset).kind
        return kind in _BODY_KINDS and (cells or kind is not BlockKind.CELL)

    def _line(self, begin: int, stop: int) -> Line:
        raw = self.text[begin:stop]
        text = raw.strip(BLANK)
        start = begin + (len(raw) - len(raw.lstrip(BLANK)) if text else 0)
        block = _PLAIN if self._plain else self.document.block_at(begin)
        return Line(text, start, start + len(text), stop, block)


class Look(NamedTuple):
    """How a paragraph looks in Word: nothing is known of it in the other formats."""

    centred: bool = False
    size: float = 0.0
    red: bool = False


def look(document: Document, line: Line) -> Look:
    """The alignment of a paragraph, and the size and colour of its first visible run."""
    form = line.block.format
    centred = form is not None and form.alignment == "center"
    run = _run_at(document, line.start)
    if run is None:
        return Look(centred)
    return Look(centred, run.size or 0.0, _is_red(run.color))


def _run_at(document: Document, offset: int) -> Run | None:
    runs = document.runs
    index = bisect.bisect_right(runs, offset, key=lambda run: run.start) - 1
    return runs[index] if 0 <= index < len(runs) and runs[index].end > offset else None


def _is_red(color: str) -> bool:
    try:
        red, green, blue = (int(color[place : place + 2], 16) for place in (0, 2, 4))
    except ValueError:
        return False
    return red >= 0xC0 and green <= 0x40 and blue <= 0x40
