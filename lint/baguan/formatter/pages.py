"""The sections: paper, margins, and a page number on every page."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from baguan.document import BlockKind, MarkKind
from baguan.formatter import markup
from baguan.lazy import lazy_pattern
from baguan.readers.ooxml import R, W
from baguan.wordmeasure import (
    family,
    has_number,
    imprint_only,
    numbered,
    own_count,
    run_at,
    two_sided,
)

if TYPE_CHECKING:
    from lxml import etree

    from baguan.document import Document
    from baguan.wordformat import PageNumber, Section

Figures = Mapping[str, float | str | bool]
_PAPER_TOLERANCE = 1.0  # millimetres
_AREA_TOLERANCE = 2.0
_FOOTER_RANGE = (20.0, 32.0)  # millimetres from the bottom edge; the dash then stands about 7 below the text area
_FOOTER = 25.0
_NUMBER_ONLY = lazy_pattern(
    r"[\s—–－―\-~～|/·.]*(?:第?\s*(?:PAGE|\d{1,4})\s*页?[\s，,/|]*(?:共?\s*\d{0,4}\s*页?))?[\s—–－―\-~～|/·.]*"
)
_DASHES = lazy_pattern(r"[—–－―]{1,2}")
_BLANKS = lazy_pattern(r"\s")
_ALIGN = {"outside": ("right", "left"), "center": ("center", "center"), "right": ("right", "right")}


class PageNote(NamedTuple):
    """One thing that was changed in a section, or was left (``done`` is false) and why."""

    section: int
    what: str
    done: bool = True


class Pages:
    """Formats the sections of one document; what new parts it wants is in ``footers`` and ``even_odd``."""

    def __init__(self, document: Document, elements: Sequence[etree._Element | None], figures: Figures) -> None:
        """``elements`` are the ``w:sectPr`` of the document's sections, in order."""
        self._document = document
        self._elements = elements
        self._figures = figures
        self.notes: list[PageNote] = []
        self.footers: dict[str, str] = {}  # relation id → the XML of the new footer
        self.even_odd = False

    def _number(self, name: str) -> float:
        return float(self._figures[name])

    def run(self) -> None:
        """Format every section."""
        for section, element in zip(self._document.sections, self._elements, strict=True):
            if element is not None:
                self._paper(section, element)
                self._margins(section, element)
        self._count()
        self._page_numbers()

    # --- paper and margins

    def _paper(self, section: Section, element: etree._Element) -> None:
        wanted = sorted((self._number("paper-width"), self._number("paper-height")))
        now = sorted((section.width or 0.0, section.height or 0.0))
        if all(_near(a, b, _PAPER_TOLERANCE) for a, b in zip(now, wanted, strict=True)):
            return
        size = markup.section_child(element, "pgSz")
        short, long = wanted
        width, height = (long, short) if section.landscape else (short, long)
        size.set(W + "w", markup.twips(width))
        size.set(W + "h", markup.twips(height))
        size.attrib.pop(W + "code", "")
        self.notes.append(PageNote(section.index, f"纸张改为{width:g}毫米×{height:g}毫米"))

    def _margins(self, section: Section, element: etree._Element) -> None:
        if section.landscape:
            return
        wanted = {side: self._number(f"margin-{side}") for side in ("top", "bottom", "left", "right")}
        now = {
            "top": abs(section.top or 0.0),
            "bottom": abs(section.bottom or 0.0),
            "left": (section.left or 0.0) + section.gutter,
            "right": section.right or 0.0,
        }
        tolerance = {
            "top": self._number("margin-tolerance"),
            "left": self._number("margin-tolerance"),
            "bottom": _AREA_TOLERANCE,
            "right": _AREA_TOLERANCE,
        }
        wrong = [side for side in wanted if not _near(now[side], wanted[side], tolerance[side])]
        if not wrong:
            return
        margin = markup.section_child(element, "pgMar")
        for side in wanted:
            margin.set(W + side, markup.twips(wanted[side]))
        margin.set(W + "gutter", "0")
        if margin.get(W + "header") is None:
            margin.set(W + "header", markup.twips(15))
        footer = section.footer_distance or 0.0
        if wanted["bottom"] >= _FOOTER_RANGE[1] and not _FOOTER_RANGE[0] <= footer <= _FOOTER_RANGE[1]:
            margin.set(W + "footer", markup.twips(_FOOTER))
        elif margin.get(W + "footer") is None:
            margin.set(W + "footer", markup.twips(17.5))
        names = {"top": "上", "bottom": "下", "left": "左", "right": "右"}
        what = "、".join(f"{names[side]}{now[side]:.1f}→{wanted[side]:g}" for side in wrong)
        self.notes.append(PageNote(section.index, f"页边距（毫米）：{what}"))

    # --- page numbers

    def _count(self) -> None:
        """Let a later section that starts its count by hand go on from the one before it."""
        for section, element in zip(self._document.sections, self._elements, strict=True):
            start = section.page_number_start
            if element is None or section.index == 1 or start is None or not numbered(section):
                continue
            if start > 1 or not own_count(self._document, section):
                number = markup.section_child(element, "pgNumType")
                number.attrib.pop(W + "start", "")
                self.notes.append(PageNote(section.index, f"页码由从第{start}页起编改为续前节"))

    def _page_numbers(self) -> None:
        document = self._document
        sections = document.sections
        any_number = any(numbered(section) for section in sections)
        chosen = [
            section
            for section in itertools.dropwhile(lambda section: any_number and not numbered(section), sections)
            if not (len(sections) > 1 and section.index == len(sections) and imprint_only(document, section))
            or numbered(section)
        ]
        if not chosen or all(self._is_right(section) for section in chosen):
            return
        foreign = next((number for section in chosen for number in section.page_numbers if _is_foreign(number)), None)
        if foreign is not None:
            place = "页眉" if foreign.place == "header" else "页脚"
            text = " ".join(foreign.text.split())[:20]
            self.notes.append(PageNote(chosen[0].index, f"{place}里有别的内容（“{text}”），页码没有改", done=False))
            return
        position = str(self._figures["page-number-position"])
        odd, even = _ALIGN[position]
        self.footers["rIdBaguanOdd"] = self._footer(odd)
        if position == "outside":
            self.footers["rIdBaguanEven"] = self._footer(even)
            self.even_odd = not two_sided(document)
        two = position == "outside" or two_sided(document)
        if two and position != "outside":
            self.footers["rIdBaguanEven"] = self._footer(even)
        for section in chosen:
            element = self._elements[section.index - 1]
            if element is None:
                continue
            _refer(element, "footer", "default", "rIdBaguanOdd")
            if two:
                _refer(element, "footer", "even", "rIdBaguanEven")
            if section.title_page and (section.index > 1 or self._figures["page-number-on-first-page"]):
                _refer(element, "footer", "first", "rIdBaguanOdd")
        self._first_page(chosen[0])
        if self.even_odd:
            for element in self._elements:
                if element is not None:
                    _mirror(element)
        form = str(self._figures["page-number-form"])
        places = {"outside": "单页居右、双页居左", "center": "居中", "right": "居右"}
        self.notes.append(PageNote(chosen[0].index, f"页码改为“{form}”，{places[position]}，共{len(chosen)}节"))

    def _first_page(self, section: Section) -> None:
        """No number on the first page of a letter."""
        element = self._elements[section.index - 1]
        if self._figures["page-number-on-first-page"] or section.index != 1 or element is None:
            return
        self.footers["rIdBaguanFirst"] = _part("<w:p/>")
        _refer(element, "footer", "first", "rIdBaguanFirst")
        if not section.title_page:
            title = markup.section_child(element, "titlePg")
            title.attrib.pop(W + "val", "")
            header = _reference(element, "header", "default")
            if header is not None and _reference(element, "header", "first") is None:
                _refer(element, "header", "first", header.get(R + "id", ""))

    def _is_right(self, section: Section) -> bool:
        """Whether every page of the section shows its number as asked."""
        position = str(self._figures["page-number-position"])
        odd, even = _ALIGN[position]
        two = two_sided(self._document)
        wanted = {"default": odd}
        if two or position == "outside":
            wanted["even"] = even
        shows_first = bool(self._figures["page-number-on-first-page"]) or section.index > 1
        if section.title_page and shows_first:
            wanted["first"] = odd
        if not shows_first and (not section.title_page or has_number(section, "first")):
            return False
        if position == "outside" and not two:
            return False
        form = _plain(str(self._figures["page-number-form"]).replace("1", "PAGE"))
        for variant, alignment in wanted.items():
            shown = [number for number in section.page_numbers if number.variant == variant and number.has_field]
            if not shown or _plain(shown[0].text) != form or shown[0].alignment not in (alignment, "outside"):
                return False
        return self._font_is_right()

    def _font_is_right(self) -> bool:
        for mark in self._document.marks_of(MarkKind.FIELD):
            block = self._document.block_at(mark.start)
            if block.kind not in (BlockKind.FOOTER, BlockKind.HEADER) or mark.value.split()[:1] != ["PAGE"]:
                continue
            run = run_at(self._document, mark.start) if mark.end > mark.start else None
            if run is None:
                continue
            if run.size and abs(run.size - self._number("page-number-size")) > 0.25:
                return False
            if run.ascii_font and family(run.ascii_font) != family(str(self._figures["page-number-font"])):
                return False
        return True

    def _footer(self, alignment: str) -> str:
        before, _, after = str(self._figures["page-number-form"]).partition("1")
        font, size = str(self._figures["page-number-font"]), self._number("page-number-size")
        half = round(size * 2)
        look = (
            f'<w:rPr><w:rFonts w:ascii="{_escape(font)}" w:hAnsi="{_escape(font)}" w:eastAsia="{_escape(font)}"/>'
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
        )
        room = f'w:{alignment}Chars="100" w:{alignment}="{round(size * 20)}"' if alignment != "center" else ""

        def run(inner: str) -> str:
            return f"<w:r>{look}{inner}</w:r>"

        def typed(text: str) -> str:
            return run(f'<w:t xml:space="preserve">{_escape(text)}</w:t>') if text else ""

        field = (
            run('<w:fldChar w:fldCharType="begin"/>')
            + run('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
            + run('<w:fldChar w:fldCharType="separate"/>')
            + run("<w:t>1</w:t>")
            + run('<w:fldChar w:fldCharType="end"/>')
        )
        return _part(
            '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
            f'<w:ind {room} w:firstLine="0"/><w:jc w:val="{alignment}"/></w:pPr>'
            f"{typed(before)}{field}{typed(after)}</w:p>"
        )


def _part(content: str) -> str:
    return f'<w:ftr xmlns:w="{W[1:-1]}">{content}</w:ftr>'


def _escape(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(text, {'"': "&quot;"})


def _near(value: float, wanted: float, tolerance: float) -> bool:
    return abs(value - wanted) <= tolerance + 0.02


def _plain(text: str) -> str:
    return str(_DASHES.sub("—", _BLANKS.sub("", text)))


def _is_foreign(number: PageNumber) -> bool:
    """Whether a footer holds more than a page number, or a page number stands in a header."""
    if number.place == "header":
        return number.has_field
    return _NUMBER_ONLY.fullmatch(number.text) is None


def _reference(section: etree._Element, place: str, variant: str) -> etree._Element | None:
    for element in section.iterchildren(f"{W}{place}Reference"):
        if element.get(W + "type", "default") == variant:
            return element
    return None


def _refer(section: etree._Element, place: str, variant: str, identifier: str) -> None:
    """Let the section's header or footer be the part of that relation."""
    element = _reference(section, place, variant)
    if element is None:
        element = section.makeelement(f"{W}{place}Reference", {}, None)
        section.insert(0, element)
        element.set(W + "type", variant)
    element.set(R + "id", identifier)


def _mirror(section: etree._Element) -> None:
    """Show on even pages what all pages showed until now, once the two differ."""
    for place in ("header", "footer"):
        default = _reference(section, place, "default")
        if default is not None and _reference(section, place, "even") is None:
            _refer(section, place, "even", default.get(R + "id", ""))
