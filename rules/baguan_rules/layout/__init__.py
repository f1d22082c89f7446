"""体例格式关: the elements of a 公文, its page layout in OOXML, and its heading ordinals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan_rules.layout import (
    attachments,
    captions,
    elements,
    imprint,
    marks,
    ordinals,
    page,
    page_number_look,
    page_numbers,
    paragraphs,
    placing,
    toc,
    typography,
)

if TYPE_CHECKING:
    from baguan.rule import Rule

RULES: list[Rule] = [
    *elements.RULES,
    *marks.RULES,
    *attachments.RULES,
    *imprint.RULES,
    *captions.RULES,
    *page.RULES,
    *page_numbers.RULES,
    *page_number_look.RULES,
    *typography.RULES,
    *paragraphs.RULES,
    *placing.RULES,
    *toc.RULES,
    *ordinals.RULES,
]
