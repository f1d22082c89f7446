"""Reading .txt: one paragraph a line, ``baguan:`` instructions taken out, hard-wrapped paragraphs joined."""

from __future__ import annotations

import bisect
from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from baguan.document import Block, BlockKind, Directive, Document, Mark, MarkKind, SourceMap
from baguan.readers.directives import COMMENT, directive_text
from baguan.readers.unwrap import Wrap, find_wraps

_LAZY_FROM = 20_000  # lines from which paragraphs are built when asked for: a Block takes 150 bytes


def read_plain(source: str, path: str = "", properties: dict[str, str] | None = None) -> Document:
    """Read a plain text.

    Args:
        source: the decoded text, ``\\n`` line ends.
        path: kept in the document.
        properties: kept in the document; ``hard_wrapped`` is added when lines were joined.
    """
    table = dict(properties or {})
    starts = line_start_array(source)
    wraps = find_wraps(source, starts)
    if wraps:
        table["hard_wrapped"] = "true"
    front = _front_matter(source)
    if front:
        table["front_matter"] = source[4 : front[1]]
    builder = _Builder(source, starts)
    directives = builder.build(wraps, front) if front or wraps or "\f" in source or "<!--" in source else []
    text = builder.text(source)
    return Document(
        text=text,
        path=path,
        format="txt",
        blocks=line_blocks(text, starts if text is source else line_start_array(text)),
        marks=builder.marks,
        directives=directives,
        source=source,
        source_map=SourceMap(builder.pieces or [(0, 0)], starts, len(source)),
        properties=table,
    )


def _front_matter(source: str) -> tuple[int, int, int] | None:
    """Where the front matter starts, ends, and the text goes on; only one that records how a paper is handled."""
    if not source.startswith(("---\n", "+++\n")):
        return None
    from baguan.entry import canonical, is_record
    from baguan.metadata import parse_front_matter, split_front_matter

    found = split_front_matter(source)
    if found is None or not is_record(
        filter(None, (canonical(item.key) for item in parse_front_matter(found.block)[0]))
    ):
        return None
    return found.start, found.start + len(found.block), found.end


class _Builder:
    """Copies the source, leaving out what is not text; ``cut`` is called with rising offsets."""

    def __init__(self, source: str, starts: Sequence[int]) -> None:
        self._source = source
        self._starts = starts
        self._chunks: list[str] = []
        self._length = 0
        self._position = 0
        self._changed = False
        self.pieces: list[tuple[int, int]] = []
        self.marks: list[Mark] = []

    def build(self, wraps: Sequence[Wrap], front: tuple[int, int, int] | None = None) -> list[Directive]:
        """Apply the joins, the instructions and the form feeds; leave the front matter out."""
        directives: list[Directive] = []
        cuts: list[tuple[int, int, str]] = [(wrap.start, wrap.end, wrap.glue) for wrap in wraps]
        if front:
            cuts.append((0, front[2], ""))
        for line, (start, end, text) in self._comments():
            directives.append(Directive(line, text))
            cuts.append((start, end, ""))
        cuts += self._form_feeds()
        for start, end, glue in sorted(cuts):
            if start >= self._position:
                self._cut(start, end, glue)
        self._changed = bool(cuts)
        return directives

    def text(self, source: str) -> str:
        """The text; the source itself when nothing was left out."""
        if not self._changed:
            return source
        return "".join((*self._chunks, self._keep(len(source))))

    def _comments(self) -> Iterator[tuple[int, tuple[int, int, str]]]:
        for match in COMMENT.finditer(self._source):
            text = directive_text(match[0])
            if text is None:
                continue
            line = bisect.bisect_right(self._starts, match.start())
            start, end = self._alone(match.start(), match.end())
            yield line, (start, end, text)

    def _alone(self, start: int, end: int) -> tuple[int, int]:
        """A comment with the white space around it when nothing else stands on its line."""
        source = self._source
        first = source.rfind("\n", 0, start) + 1
        last = source.find("\n", end)
        last = len(source) if last < 0 else last
        alone = not source[first:start].strip() and not source[end:last].strip()
        return (first, last) if alone else (start, end)

    def _form_feeds(self) -> Iterator[tuple[int, int, str]]:
        """A form feed is a page break: dropped at the edge of a line, a paragraph's end within one."""
        source = self._source
        position = source.find("\f")
        while position >= 0:
            before, after = source[max(0, position - 1) : position], source[position + 1 : position + 2]
            at_edge = before in ("", "\n", "\f") or after in ("", "\n")
            yield position, position + 1, "" if at_edge else "\n"
            position = source.find("\f", position + 1)

    def _keep(self, end: int) -> str:
        if self._position < end:
            self._piece(self._position)
        chunk = self._source[self._position : end]
        self._length += len(chunk)
        return chunk

    def _piece(self, source: int) -> None:
        if self.pieces and self.pieces[-1][0] == self._length:
            self.pieces.pop()
        self.pieces.append((self._length, source))

    def _cut(self, start: int, end: int, glue: str) -> None:
        self._chunks.append(self._keep(start))
        if self._source[start] == "\f":
            self.marks.append(Mark(MarkKind.PAGE_BREAK, self._length, self._length))
        if glue:
            self._piece(max(start, self._source.find("\n", start, end)))
            self._chunks.append(glue)
            self._length += len(glue)
        self._position = end


def line_start_array(source: str) -> array[int]:
    """Where each line starts, as ``document.line_starts``, in eight bytes a line."""
    starts = array("q", [0])
    position = source.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = source.find("\n", position + 1)
    return starts


def line_blocks(text: str, starts: Sequence[int]) -> Sequence[Block]:
    """A plain paragraph for every line; a long text gets a sequence that builds them when asked."""
    blocks = LineBlocks(starts, len(text))
    return blocks if len(starts) > _LAZY_FROM else list(blocks)


class LineBlocks(Sequence[Block]):
    """A plain paragraph for every line, built when asked for."""

    def __init__(self, starts: Sequence[int], length: int) -> None:
        """``starts``: where each line starts; ``length``: of the text."""
        self.starts = starts
        self._length = length

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Block: ...

    @overload
    def __getitem__(self, index: slice) -> list[Block]: ...

    def __getitem__(self, index: int | slice) -> Block | list[Block]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        count = len(self.starts)
        number = index + count if index < 0 else index
        if not 0 <= number < count:
            raise IndexError(index)
        end = self.starts[number + 1] - 1 if number + 1 < count else self._length
        return Block(BlockKind.PARAGRAPH, self.starts[number], end)

    def __iter__(self) -> Iterator[Block]:
        start = 0
        for number in range(1, len(self.starts)):
            following = self.starts[number]
            yield Block(BlockKind.PARAGRAPH, start, following - 1)
            start = following
        yield Block(BlockKind.PARAGRAPH, start, self._length)
