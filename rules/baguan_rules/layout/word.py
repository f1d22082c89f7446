"""What the rules on the paragraphs and fonts of a Word document share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baguan.document import Block
    from baguan.model import Finding
    from baguan.rule import DocumentRule

DOCX = frozenset({"docx"})
MOST = 0.5  # what the greater part of the body does is its format


def collapsed(rule: DocumentRule, blocks: Sequence[Block], message: str) -> Iterator[Finding]:
    if blocks:
        more = f"（全文共{len(blocks)}段）" if len(blocks) > 1 else ""
        yield rule.at(blocks[0].start, blocks[0].end, message=message + more)
