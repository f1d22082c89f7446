"""Building the text of a Markdown document, with the way back to every place in the source."""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Container, Sequence

from baguan.document import OBJECT, Block, BlockKind, Directive, Mark, MarkKind
from baguan.readers.directives import directive_text
from baguan.readers.markdown_inline import LINE_BREAK, SOFT_BREAK, scan_inline

Segment = tuple[int, int]  # a stretch of the source


class Emitter:
    """Takes the blocks of a document in order; the attributes are what a ``Document`` is made of."""

    def __init__(self, source: str, starts: Sequence[int], references: Container[str]) -> None:
        self._source = source
        self._starts = starts
        self._references = references
        self._chunks: list[str] = []
        self._length = 0
        self._expected = -1  # where in the source the next character would need no new piece
        self._last = 0  # where in the source the last block ended
        self._break_at = -1  # a line end that waits for its right neighbour
        self._before = ""  # the last character of the block so far
        self.pieces: list[tuple[int, int]] = []
        self.wide: dict[int, int] = {}
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        self.directives: list[Directive] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._chunks)

    def block(
        self,
        kind: BlockKind,
        segments: Sequence[Segment],
        *,
        style: str = "",
        table: tuple[int, int, int] | None = None,
        quoted: bool = False,
    ) -> None:
        """Add a block whose lines are ``segments``; one without visible text is left out, unless it is a cell."""
        state = (len(self._chunks), self._length, len(self.pieces), self._expected)
        self._separate(segments[0][0])
        start = self._length
        self._break_at, self._before = -1, ""
        self._inline(segments)
        if self._length == start and table is None:
            chunks, self._length, pieces, self._expected = state
            del self._chunks[chunks:], self.pieces[pieces:]
            return
        self._last = segments[-1][1]
        self.blocks.append(Block(kind, start, self._length, style, table=table))
        if quoted:
            self.marks.append(Mark(MarkKind.QUOTED, start, self._length))

    def comment(self, start: int, end: int, *, inline: bool = False) -> None:
        """Note a comment: if it is an instruction to this program, an empty paragraph stands for it.

        An ``inline`` one has its place in the paragraph it stands in.
        """
        text = directive_text(self._source[start:end])
        if text is None:
            return
        self.directives.append(Directive(bisect.bisect_right(self._starts, start), text))
        if inline:
            return
        self._separate(start)
        self._piece(start)
        self._expected, self._last = -1, end - 1  # text may follow right behind the comment
        self.blocks.append(Block(BlockKind.PARAGRAPH, self._length, self._length))

    def _separate(self, start: int) -> None:
        """Add the line end (in a table row the bar) between the last block and one that starts at ``start``."""
        if self.blocks:
            at = self._source.find("\n", self._last, start)
            self._add("\n", at if at >= 0 else self._last, -1)

    def _inline(self, segments: Sequence[Segment]) -> None:
        source = self._source
        raw = "\n".join(source[start:end] for start, end in segments)
        starts, position = [], 0
        for start, end in segments:
            starts.append(position)
            position += end - start + 1

        def place(offset: int) -> int:
            index = bisect.bisect_right(starts, offset) - 1
            return segments[index][0] + offset - starts[index]

        position = 0
        for start, end, replacement in scan_inline(raw, self._references):
            if start > position:
                self._literal(place(position), raw[position:start])
            if replacement == SOFT_BREAK:
                # after the number of a list item it is no line end that stands between, but a space
                self._break_at = max(place(start), source.find("\n", place(start), place(end)))
            elif replacement:
                stop = place(end - 1)
                stop = source.find("\n", stop) if raw[end - 1] == "\n" else stop
                self._replacement(place(start), stop + 1, replacement)
            elif raw.startswith("<!--", start):
                self.comment(place(start), place(end - 1) + 1, inline=True)
            position = end
        if position < len(raw):
            self._literal(place(position), raw[position:])

    def _literal(self, at: int, text: str) -> None:
        self._glue(text[0])
        self._add(text, at, at + len(text))

    def _replacement(self, start: int, end: int, text: str) -> None:
        if text == LINE_BREAK:
            self._break_at = -1
        else:
            self._glue(text[0])
        self._add(text, start, -1)
        self.wide[self._length - 1] = end
        self._piece(end)  # the end of the text, should nothing follow
        self._expected = end

    def _glue(self, after: str) -> None:
        """Settle a line end inside the block: nothing next to a Chinese character, otherwise a space."""
        if self._break_at >= 0 and self._before not in ("", LINE_BREAK) and not (_wide(self._before) or _wide(after)):
            self._add(" ", self._break_at, -1)
        self._break_at = -1

    def _add(self, text: str, at: int, expected: int) -> None:
        if at != self._expected:
            self._piece(at)
        self._chunks.append(text)
        self._length += len(text)
        self._expected = expected
        self._before = text[-1]

    def _piece(self, at: int) -> None:
        if self.pieces and self.pieces[-1][0] == self._length:
            self.pieces.pop()
        self.pieces.append((self._length, at))


def _wide(character: str) -> bool:
    return character != OBJECT and (character in "“”‘’…—·" or unicodedata.east_asian_width(character) in "WF")
