"""Write a .docx in official layout (GB/T 9704—2012): A4, 22 lines of 28 characters, the usual fonts, page numbers.

Text that is quoted from other documents is given as ``Quote``: it is put into a content control tagged ``QUOTE_TAG``,
which the .docx reader excuses, because a report on faults has to show them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from baguan.readers.docx_inline import QUOTE_TAG

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_TITLE, _BODY, _HEAVY, _LIGHT, _SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
_LATIN = "Times New Roman"
_LINE_PITCH = 579  # twips: 22 lines fill 225 mm
_DIGITS = "零一二三四五六七八九"
_TITLE_WIDTH = 19  # characters of 22 points on a line, with room for the gaps beside figures
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STAMP = (1980, 1, 1, 0, 0, 0)


class Quote(str):
    """A text that comes from another document, faults and all."""

    __slots__ = ()


Pieces = Iterable[str]


class OfficeDocument:
    """A document under construction; paragraphs are added in order, ``save`` gives the bytes."""

    def __init__(self, title: str, *, made: datetime) -> None:
        """``title`` and ``made`` are the file's properties; with the same input the bytes are the same."""
        from docx import Document

        self._word = Document()
        self._made = made
        properties = self._word.core_properties
        properties.author = properties.last_modified_by = "把关"
        properties.title = clean(title)
        properties.comments = ""
        properties.created = properties.modified = made
        self._style()
        self._page()
        self._page_number()

    def title(self, *lines: str) -> None:
        """The title: 小标宋 二号, centred; lines that fit together stand on one; a line's space after it."""
        together = sum(map(_width, lines)) <= _TITLE_WIDTH
        made = self._add(
            ("".join(lines),) if together else lines[:1], font=_TITLE, size=22, align="CENTER", indent=False
        )
        for line in () if together else lines[1:]:
            made.runs[-1].add_break()
            self._fill(made, (line,), font=_TITLE, size=22)
        made.paragraph_format.space_after = _points(_LINE_PITCH / 20)

    def addressee(self, *pieces: str) -> None:
        """The 主送机关, at the left edge."""
        self._add(pieces, indent=False)

    def heading(self, *pieces: str) -> None:
        """A first-level heading (一、)."""
        self._add(pieces, font=_HEAVY).paragraph_format.keep_with_next = True

    def subheading(self, *pieces: str) -> None:
        """A second-level heading （一）."""
        self._add(pieces, font=_LIGHT).paragraph_format.keep_with_next = True

    def paragraph(self, *pieces: str) -> None:
        """A paragraph of the body."""
        self._add(pieces)

    def signature(self, office: str, day: str) -> None:
        """署名 and 成文日期 at the right, never alone on a page."""
        last = self._word.paragraphs[-1]
        last.paragraph_format.keep_with_next = last.paragraph_format.keep_together = True
        # The date begins two characters to the right of the office's name, and both end at least two from the edge.
        room = max(2.0, _width(office) - _width(day)) if office else 2.0
        indents = ((office, room + _width(day) + 2 - _width(office)), (day, room))
        for text, indent in indents if office else indents[1:]:
            made = self._add((text,), align="RIGHT", indent=False)
            made.paragraph_format.right_indent = _points(16 * indent)
            made.paragraph_format.keep_with_next = text == office
            if text == office:
                made.paragraph_format.space_before = _points(_LINE_PITCH / 20)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """A table of 小四 text with a heading row that repeats on every page.

        Args:
            columns: the heads.
            rows: the cells; a ``Quote`` is one.
            widths: shares of the width of the page.
        """
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.oxml import OxmlElement
        from docx.shared import Mm

        rows = [list(row) for row in rows]
        table = self._word.add_table(rows=1 + len(rows), cols=len(columns))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        unit = 156 / sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(unit * width)
        for number, (row, texts) in enumerate(zip(table.rows, [list(columns), *rows], strict=True)):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                cell.width = Mm(unit * width)
                self._cell(cell, text, head=number == 0)

    def _cell(self, cell: Any, text: str, *, head: bool) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        made = cell.paragraphs[0]
        made.paragraph_format.line_spacing = _points(18)
        made._p.get_or_add_pPr().insert_element_before(_switched_off("w:snapToGrid"), "w:spacing", "w:ind", "w:jc")
        short = head or len(text) <= 8
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER if short else WD_ALIGN_PARAGRAPH.LEFT
        self._fill(made, (text,), font=_HEAVY if head else _BODY, size=12)

    def save(self) -> bytes:
        """The bytes of the .docx."""
        buffer = io.BytesIO()
        self._word.save(buffer)
        fixed = io.BytesIO()
        with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as out:
            for item in made.infolist():
                entry = zipfile.ZipInfo(item.filename, _STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(entry, made.read(item.filename))
        return fixed.getvalue()

    # --- making

    def _add(
        self, pieces: Pieces, *, font: str = _BODY, size: float = 16, align: str = "", indent: bool = True
    ) -> Paragraph:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml.ns import qn

        made = self._word.add_paragraph()
        if indent:
            ind = made._p.get_or_add_pPr().get_or_add_ind()
            ind.set(qn("w:firstLineChars"), "200")
            ind.set(qn("w:firstLine"), "640")
        if align:
            made.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
        self._fill(made, pieces, font=font, size=size)
        return made

    def _fill(self, made: Paragraph, pieces: Pieces, *, font: str, size: float) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        for piece in pieces:
            run = made.add_run(clean(piece))
            _set_font(run, font, size)
            if not isinstance(piece, Quote) or not piece:
                continue
            control, properties, content = (OxmlElement(name) for name in ("w:sdt", "w:sdtPr", "w:sdtContent"))
            tag = OxmlElement("w:tag")
            tag.set(qn("w:val"), QUOTE_TAG)
            properties.append(tag)
            control.append(properties)
            control.append(content)
            made._p.append(control)
            content.append(run._r)

    def _style(self) -> None:
        from docx.oxml.ns import qn

        normal = self._word.styles["Normal"]
        normal.font.name = _LATIN
        normal.font.size = _points(16)
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
        form = normal.paragraph_format
        form.space_before = form.space_after = _points(0)
        form.line_spacing = _points(_LINE_PITCH / 20)
        form.widow_control = False

    def _page(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        section = self._word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        for old in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(old)
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(_LINE_PITCH))
        section._sectPr.append(grid)

    def _page_number(self) -> None:
        """— 1 — in 4号 宋体: right on odd pages, left on even ones, one character from the edge."""
        self._word.settings.odd_and_even_pages_header_footer = True
        section = self._word.sections[0]
        for footer, align in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
            footer.is_linked_to_previous = False
            self._number(footer.paragraphs[0], align)

    def _number(self, made: Paragraph, align: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        made.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
        form = made.paragraph_format
        form.right_indent, form.left_indent = (_points(14), None) if align == "RIGHT" else (None, _points(14))
        for text in ("— ", "", " —"):
            run = made.add_run(text)
            if not text:
                simple = OxmlElement("w:fldSimple")
                simple.set(qn("w:instr"), "PAGE")
                run.text = "1"
                made._p.append(simple)
                simple.append(run._r)
            _set_font(run, _SONG, 14, latin=_SONG)


def _set_font(run: Any, font: str, size: float, *, latin: str = _LATIN) -> None:
    from docx.oxml.ns import qn

    run.font.name = latin
    run.font.size = _points(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _switched_off(name: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    element.set(qn("w:val"), "0")
    return element


def _points(value: float) -> Any:
    from docx.shared import Pt

    return Pt(value)


def chinese_ordinal(value: int) -> str:
    """A Chinese numeral from one to ninety-nine."""
    tens, units = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[units] if units else "")


def _width(text: str) -> float:
    """The width in Chinese characters; letters and digits are half as wide."""
    return sum(0.5 if ord(character) < 0x100 else 1 for character in text)


def clean(text: str) -> str:
    """The text without what XML cannot hold, line breaks as spaces."""
    return re.sub(r"\s*[\r\n\v]\s*", " ", _CONTROL.sub("", text))
