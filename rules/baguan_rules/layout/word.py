"""What the rules on the paragraphs and fonts of a Word document share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baguan.document import Block, Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

DOCX = frozenset({"docx"})
MOST = 0.5  # what the greater part of the body does is its format


_QUOTED = 12  # characters of a paragraph's beginning that say which one it is


def at_block(document: Document, rule: DocumentRule, block: Block, message: str) -> Finding:
    """A finding on a whole paragraph, which ``where`` names by number and beginning: 第3段“一、总体要求”."""
    where = ""
    if block.part == "body":
        text = "".join(document.block_text(block).split())
        quoted = text[:_QUOTED] + ("……" if len(text) > _QUOTED else "")
        where = f"第{document.block_index(block.start) + 1}段“{quoted}”"
    return rule.at(block.start, block.end, message=message, where=where)


def collapsed(document: Document, rule: DocumentRule, blocks: Sequence[Block], message: str) -> Iterator[Finding]:
    """One finding for all these paragraphs, on the first of them."""
    if blocks:
        more = f"（全文共{len(blocks)}段）" if len(blocks) > 1 else ""
        yield at_block(document, rule, blocks[0], message + more)
