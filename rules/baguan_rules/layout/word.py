"""What the rules on the paragraphs and fonts of a Word document share."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from baguan.document import BlockKind
from baguan.outline import ElementName

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baguan.document import Block, Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule
    from baguan.wordformat import Run

DOCX = frozenset({"docx"})
MOST = 0.5  # what the greater part of the body does is its format


_FAMILIES = {
    "仿宋": ("仿宋", "fangsong"),
    "黑体": ("黑体", "simhei", "heiti"),
    "楷体": ("楷体", "kaiti", "simkai"),
    "小标宋": ("小标宋", "xiaobiaosong", "xbsj"),
    "宋体": ("宋体", "simsun", "songti"),
}
_SIZES: dict[float, str] = {
    42: "初号",
    36: "小初",
    26: "一号",
    24: "小一",
    22: "二号",
    18: "小二",
    16: "三号",
    15: "小三",
    14: "四号",
}
_SIZES |= {12: "小四", 10.5: "五号", 9: "小五"}


def family(font: str) -> str:
    """The family a Chinese font belongs to, or its own name."""
    lowered = font.lower()
    return next((name for name, marks in _FAMILIES.items() if any(mark in lowered for mark in marks)), font)


def size_name(size: float) -> str:
    """A size in points with its Chinese name."""
    name = _SIZES.get(size)
    return f"{name}（{size:g}磅）" if name else f"{size:g}磅"


def body_blocks(document: Document) -> list[Block]:
    """The paragraphs of the body text: no tables, no headings on a line of their own, nothing centred."""
    body = document.structure.first(ElementName.BODY)
    if body is None:
        return []
    alone = {
        heading.start: heading
        for heading in document.structure.headings
        if heading.stop - heading.start <= 30 and "。" not in document.text[heading.start : heading.stop]
    }
    found = []
    for block in document.blocks[document.block_index(body.start) :]:
        if block.start >= body.end:
            break
        text = document.block_text(block)
        first = block.start + len(text) - len(text.lstrip())
        centred = block.format is not None and block.format.alignment == "center"
        if (
            block.part == "body"
            and block.kind is not BlockKind.TITLE
            and text.strip()
            and not centred
            and first not in alone
        ):
            found.append(block)
    return found


def runs(document: Document, block: Block) -> Iterator[tuple[Run, int]]:
    """The runs of a paragraph with how many Chinese characters each holds there."""
    index = bisect.bisect_left(document.runs, block.start, key=lambda run: run.end)
    for run in document.runs[index:]:
        if run.start >= block.end:
            return
        text = document.text[max(run.start, block.start) : min(run.end, block.end)]
        yield run, sum("\u4e00" <= character <= "\u9fff" for character in text)


def title_blocks(document: Document) -> list[Block]:
    title = document.structure.first(ElementName.TITLE)
    if title is None:
        return []
    first, last = document.block_index(title.start), document.block_index(max(title.end - 1, title.start))
    return [block for block in document.blocks[first : last + 1] if document.block_text(block).strip()]


def collapsed(rule: DocumentRule, blocks: Sequence[Block], message: str) -> Iterator[Finding]:
    if blocks:
        more = f"（全文共{len(blocks)}段）" if len(blocks) > 1 else ""
        yield rule.at(blocks[0].start, blocks[0].end, message=message + more)


def run_at(document: Document, offset: int) -> Run | None:
    """The run that holds the character at ``offset``."""
    index = bisect.bisect_right(document.runs, offset, key=lambda run: run.start) - 1
    run = document.runs[index] if index >= 0 else None
    return run if run is not None and run.start <= offset < run.end else None
