"""Sections of a Word document: page settings, and the headers and footers that are in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from baguan.document import OBJECT, Block, Mark, MarkKind
from baguan.readers.docx_walk import BodySection
from baguan.readers.ooxml import WP, R, Relationship, W, integer, paragraph_elements, points, switch
from baguan.wordformat import PageNumber, ParagraphFormat, Section

_MM_PER_POINT = 25.4 / 72
VARIANTS = ("default", "first", "even")


@dataclass(frozen=True, slots=True)
class Furniture:
    """A header or footer part in force in a section."""

    place: str  # header or footer
    variant: str
    part: str


def furniture_of(
    sections: Sequence[BodySection], relationships: Mapping[str, Relationship]
) -> Iterator[tuple[Furniture, ...]]:
    """The headers and footers of each section, those it takes over from the one before included."""
    current: dict[tuple[str, str], str] = {}
    for section in sections:
        for element in () if section.properties is None else section.properties:
            place = {W + "headerReference": "header", W + "footerReference": "footer"}.get(element.tag)
            target = relationships.get(element.get(R + "id", ""))
            variant = element.get(W + "type", "default")
            if place and target is not None and variant in VARIANTS:
                current[place, variant] = target.target
        yield tuple(
            Furniture(place, variant, current[place, variant])
            for place in ("header", "footer")
            for variant in VARIANTS
            if (place, variant) in current
        )


def section(index: int, body: BodySection, page_numbers: tuple[PageNumber, ...]) -> Section:
    """The ``index``-th section (from 1) from its ``w:sectPr``."""
    properties = body.properties
    if properties is None:
        return Section(index, body.start, body.end, page_numbers=page_numbers)
    size, margin, grid, number = (properties.find(W + name) for name in ("pgSz", "pgMar", "docGrid", "pgNumType"))
    title = properties.find(W + "titlePg")
    return Section(
        index=index,
        start=body.start,
        end=body.end,
        width=_millimetres(size, "w"),
        height=_millimetres(size, "h"),
        landscape=size is not None and size.get(W + "orient") == "landscape",
        top=_millimetres(margin, "top"),
        bottom=_millimetres(margin, "bottom"),
        left=_millimetres(margin, "left"),
        right=_millimetres(margin, "right"),
        gutter=_millimetres(margin, "gutter") or 0.0,
        header_distance=_millimetres(margin, "header"),
        footer_distance=_millimetres(margin, "footer"),
        grid_type="" if grid is None else grid.get(W + "type", "default"),
        grid_line_pitch=None if grid is None else points(grid.get(W + "linePitch")),
        grid_char_space=None if grid is None else points(grid.get(W + "charSpace"), 4096.0),
        page_number_start=None if number is None else integer(number.get(W + "start")),
        page_number_format="" if number is None else number.get(W + "fmt", ""),
        title_page=title is not None and switch(title.get(W + "val")),
        page_numbers=page_numbers,
    )


def _millimetres(element: etree._Element | None, name: str) -> float | None:
    length = None if element is None else points(element.get(W + name))
    return None if length is None else round(length * _MM_PER_POINT, 2)


def page_number(
    furniture: Furniture, root: etree._Element, blocks: Sequence[Block], marks: Sequence[Mark], text: str
) -> PageNumber:
    """What a header or footer shows, the field of the page number written ``PAGE``.

    With such a field it is the text of its paragraph, else of the whole part.  ``marks`` are the fields.
    """
    for block in blocks:
        pages = [mark for mark in marks if block.start <= mark.start <= mark.end <= block.end and _is_page(mark.value)]
        if pages:
            shown = text[block.start : block.end]
            for mark in reversed(pages):
                shown = shown[: mark.start - block.start] + "PAGE" + shown[mark.end - block.start :]
            shown = shown.replace(OBJECT, "").strip(" \t\v")  # a U+3000 stays: it is the 空一字 of the standard
            return PageNumber(furniture.place, furniture.variant, shown, True, _alignment(root, block))
    filled = [block for block in blocks if text[block.start : block.end].strip()]
    shown = "\n".join(text[block.start : block.end] for block in filled).strip(" \t\v")
    alignment = _alignment(root, filled[0]) if filled else ""
    return PageNumber(furniture.place, furniture.variant, shown, False, alignment)


def _is_page(code: str) -> bool:
    return code.split(maxsplit=1)[0].upper() == "PAGE" if code.strip() else False


def _alignment(root: etree._Element, block: Block) -> str:
    """The alignment of a paragraph on the page: that of its text box or frame where it stands in one."""
    number = integer(block.path.rpartition("#p")[2])
    paragraphs = paragraph_elements(root)
    if number is not None and 0 < number <= len(paragraphs):
        element = paragraphs[number - 1]
        frame = element.find(f"{W}pPr/{W}framePr")
        if frame is not None and frame.get(W + "xAlign"):
            return frame.get(W + "xAlign", "")
        anchor = next(element.iterancestors(WP + "anchor"), None)
        align = None if anchor is None else anchor.find(f"{WP}positionH/{WP}align")
        if align is not None and align.text:
            return align.text.strip()
    return (block.format or ParagraphFormat()).alignment


def field_marks(marks: Sequence[Mark]) -> list[Mark]:
    """The marks of fields."""
    return [mark for mark in marks if mark.kind is MarkKind.FIELD]
