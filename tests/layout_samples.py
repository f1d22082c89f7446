"""Word documents for the tests of the layout rules and of ``baguan format``, made with python-docx.

Each is a notice of about three pages, right but for what its name says.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

UNIT = "临江市水利局"
TITLE = "临江市水利局关于开展农村供水水质提升行动的通知"
SENTENCE = (
    "各县（区）水利局要逐处排查农村供水工程的净化消毒设施，对照清单逐项补齐，明确专人负责，按时完成整改，"
    "整改情况随同月报报送，市水利局将组织抽查。"
)
SAMPLES: dict[str, Callable[[], bytes]] = {}


def sample(name: str) -> Callable[[Callable[[Notice], None]], Callable[[Notice], None]]:
    """Register a function that spoils a right notice under ``name``."""

    def register(spoil: Callable[[Notice], None]) -> Callable[[Notice], None]:
        def make() -> bytes:
            notice = Notice()
            spoil(notice)
            return notice.build()

        SAMPLES[name] = make
        return spoil

    return register


class Notice:
    """A notice in the layout of GB/T 9704—2012; change an attribute, then ``build``."""

    def __init__(self) -> None:
        self.margins = (37.0, 35.0, 28.0, 26.0)
        self.body = {"font": "仿宋_GB2312", "size": 16.0, "pitch": 28.95, "after": 0.0, "indent": 200}
        self.title = {"font": "方正小标宋简体", "size": 22.0, "align": "center"}
        self.level1 = "黑体"
        self.level2 = "楷体_GB2312"
        self.addressee_indent = 0
        self.date_align = "right"
        self.attachment = True
        self.attachment_break = True
        self.form = ("— ", " —")
        self.sides = ("right", "left")
        self.page_number = "footer"  # footer, textbox, frame, typed, none
        self.number_size = 14.0
        self.through_styles = False
        self.grid = False
        self.numbering = False
        self.widow_control = False
        self.after_build: list[Callable[[Any], None]] = []

    def build(self) -> bytes:
        word = Document()
        self._styles(word)
        self._page(word)
        self._content(word)
        for step in self.after_build:
            step(word)
        buffer = io.BytesIO()
        word.save(buffer)
        return buffer.getvalue()

    # --- the page

    def _styles(self, word: Any) -> None:
        normal = word.styles["Normal"]
        if not self.widow_control:  # as the templates of Chinese Word and WPS have it
            normal.paragraph_format.widow_control = False
        fonts = word.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rFonts')}")
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name, value in (("ascii", "Times New Roman"), ("hAnsi", "Times New Roman"), ("eastAsia", "宋体")):
            fonts.set(qn(f"w:{name}"), value)
        spacing = word.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:spacing')}")
        if spacing is not None:
            spacing.getparent().remove(spacing)
        if not self.through_styles:
            return
        normal.font.size = Pt(self.body["size"])
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self.body["font"])
        if not self.grid:
            normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            normal.paragraph_format.line_spacing = Pt(self.body["pitch"])
        heading = word.styles["Heading 1"]
        heading.element.remove(heading.element.find(qn("w:rPr")))
        heading.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self.level1)
        heading.paragraph_format.space_before = Pt(0)

    def _page(self, word: Any) -> None:
        section = word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side, value in zip(("top", "bottom", "left", "right"), self.margins, strict=True):
            setattr(section, f"{side}_margin", Mm(value))
        section.footer_distance = Mm(25)
        properties = section._sectPr
        grid = properties.find(qn("w:docGrid"))
        if self.grid:
            grid.set(qn("w:type"), "lines")
            grid.set(qn("w:linePitch"), "579")
        elif grid is not None:
            properties.remove(grid)
        if self.page_number == "none":
            return
        if self.sides[1]:
            word.settings.odd_and_even_pages_header_footer = True
            self._number(section.even_page_footer.paragraphs[0], self.sides[1])
        self._number(section.footer.paragraphs[0], self.sides[0])

    def _number(self, made: Any, side: str) -> None:
        if self.page_number == "typed":
            self._run(made, "— 1 —", "宋体", self.number_size, latin="宋体")
        elif self.page_number == "textbox":
            made._p.append(parse_xml(_text_box(side)))
        elif self.page_number == "frame":
            frame = made._p.get_or_add_pPr()
            frame.append(
                parse_xml(f'<w:framePr {nsdecls("w")} w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:y="1"/>')
            )
            frame.find(qn("w:framePr")).set(qn("w:xAlign"), side)
            self._field(made)
        else:
            jc = OxmlElement("w:jc")
            jc.set(qn("w:val"), side)
            made._p.get_or_add_pPr().append(jc)
            self._field(made)

    def _field(self, made: Any) -> None:
        before, after = self.form
        if before:
            self._run(made, before, "宋体", self.number_size, latin="宋体")
        for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("result", "1"), ("end", "")):
            run = self._run(made, text if kind == "result" else "", "宋体", self.number_size, latin="宋体")
            if kind in ("begin", "separate", "end"):
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)
            elif not kind:
                code = OxmlElement("w:instrText")
                code.text = text
                run._r.append(code)
        if after:
            self._run(made, after, "宋体", self.number_size, latin="宋体")

    # --- the paragraphs

    def _run(self, made: Any, text: str, font: str, size: float, *, latin: str = "") -> Any:
        run = made.add_run(text)
        run.font.size = Pt(size)
        if latin:
            run.font.name = latin
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        return run

    def paragraph(
        self, word: Any, text: str, *, font: str = "", indent: int | None = None, align: str = "", style: str = ""
    ) -> Any:
        """Add a paragraph of the body."""
        made = word.add_paragraph(style=style or None)
        form = made.paragraph_format
        if self.through_styles:
            made.add_run(text)
            if font and not style:
                made.runs[0]._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        else:
            self._run(made, text, font or str(self.body["font"]), float(self.body["size"]))
            if not self.grid and self.body["pitch"]:
                form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
                form.line_spacing = Pt(self.body["pitch"])
            form.space_after = Pt(self.body["after"])
        chars = self.body["indent"] if indent is None else indent
        if chars:
            made._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(chars))
            made._p.pPr.ind.set(qn("w:firstLine"), str(round(chars / 100 * float(self.body["size"]) * 20)))
        if align:
            jc = OxmlElement("w:jc")
            jc.set(qn("w:val"), align)
            made._p.get_or_add_pPr().append(jc)
        return made

    def _content(self, word: Any) -> None:
        title = word.add_paragraph()
        self._run(title, TITLE, self.title["font"], self.title["size"])
        if self.title["align"]:
            self._align(title, self.title["align"])
        self.paragraph(word, "各县（区）水利局：", indent=self.addressee_indent)
        self.paragraph(word, "为进一步提升农村供水水质，现将有关事项通知如下。")
        heading = "Heading 1" if self.through_styles else ""
        for number, name in enumerate(("工作目标", "重点任务", "有关要求")):
            label = "" if self.numbering else f"{'一二三'[number]}、"
            made = self.paragraph(word, label + name, font=self.level1, style=heading)
            if self.numbering:
                self._numbered(word, made)
            for label, topic in (("（一）", "分工"), ("（二）", "时限")):
                self.paragraph(word, f"{label}{name}的{topic}", font=self.level2)
                for _ in range(4):
                    self.paragraph(word, SENTENCE)
        if self.attachment:
            self.paragraph(word, "附件：水质检测任务表")
        self.paragraph(word, UNIT, indent=0, align="right")
        date = self.paragraph(word, "2026年3月20日", indent=0, align=self.date_align)
        if self.date_align == "right":
            date._p.pPr.get_or_add_ind().set(qn("w:rightChars"), "400")
        if self.attachment:
            label = self.paragraph(word, "附件", font="黑体", indent=0)
            label.paragraph_format.page_break_before = True if self.attachment_break else None
            self.paragraph(word, "水质检测任务表", font=str(self.title["font"]), indent=0, align="center")
            table = word.add_table(rows=2, cols=2)
            for cell, text in zip(table.rows[0].cells, ("县（区）", "任务数"), strict=True):
                cell.text = text
            for cell, text in zip(table.rows[1].cells, ("青石县", "12"), strict=True):
                cell.text = text

    def _align(self, made: Any, value: str) -> None:
        jc = OxmlElement("w:jc")
        jc.set(qn("w:val"), value)
        made._p.get_or_add_pPr().append(jc)

    def _numbered(self, word: Any, made: Any) -> None:
        numbering = word.part.numbering_part.element
        if not numbering.findall(f'{qn("w:abstractNum")}[@{qn("w:abstractNumId")}="77"]'):
            numbering.insert(
                0,
                parse_xml(
                    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                    '<w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
                    "</w:abstractNum>"
                ),
            )
            numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        made._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )


def _text_box(side: str) -> str:
    """A run with a page number in a floating text box at one side of the margins."""
    names = (
        f'{nsdecls("w", "wp", "a")} xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    look = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>'
    number = (
        f'<w:p><w:r>{look}<w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r>{look}'
        f'<w:t>1</w:t></w:r></w:fldSimple><w:r>{look}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )
    return (
        f'<w:r {names}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" '
        'distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" '
        'allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="margin"><wp:align>{side}</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="900000" cy="300000"/><wp:wrapNone/><wp:docPr id="7" name="页码"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"/></wps:spPr><wps:txbx><w:txbxContent>{number}</w:txbxContent></wps:txbx>'
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"
        "</w:r>"
    )


def section_break(word: Any, *, start: int | None = None, numbered: bool = True) -> Any:
    """End the section and begin another with a paragraph of its own."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    if start is not None:
        number = OxmlElement("w:pgNumType")
        number.set(qn("w:start"), str(start))
        section._sectPr.append(number)
    if not numbered:
        for place in (section.footer, section.even_page_footer):
            place.is_linked_to_previous = False
    return section


def paragraphs_with(word: Any, text: str) -> Iterator[Any]:
    """The paragraphs that hold ``text``."""
    return (each for each in word.paragraphs if text in each.text)


# --- right ones


@sample("体例-直接格式")
def _direct(notice: Notice) -> None:
    """Every figure set on the paragraphs and runs themselves."""


@sample("体例-样式")
def _through_styles(notice: Notice) -> None:
    notice.through_styles = True


@sample("体例-网格")
def _grid(notice: Notice) -> None:
    notice.grid = True
    notice.attachment = False


@sample("体例-固定值28磅")
def _exact(notice: Notice) -> None:
    notice.body["pitch"] = 28.0


@sample("体例-图文框页码")
def _frame(notice: Notice) -> None:
    notice.page_number = "frame"


@sample("体例-文本框页码")
def _box(notice: Notice) -> None:
    notice.page_number = "textbox"


@sample("体例-自动编号")
def _numbered_right(notice: Notice) -> None:
    notice.numbering = True


# --- wrong ones


@sample("体例-默认页边距和字体")
def _defaults(notice: Notice) -> None:
    notice.margins = (25.4, 25.4, 31.8, 31.8)
    notice.body.update(font="宋体", size=12.0, pitch=0.0, indent=0)
    notice.title.update(font="黑体", size=18.0)


@sample("体例-行距30磅")
def _wide(notice: Notice) -> None:
    notice.body["pitch"] = 30.0


@sample("体例-样式行距33磅")
def _wide_style(notice: Notice) -> None:
    notice.through_styles = True
    notice.body["pitch"] = 33.0


@sample("体例-单倍行距带段后")
def _tight(notice: Notice) -> None:
    notice.widow_control = True
    notice.body.update(pitch=0.0, after=10.0)


@sample("体例-页码短横居中")
def _hyphen(notice: Notice) -> None:
    notice.form = ("-", "-")
    notice.sides = ("center", "")
    notice.number_size = 9.0


@sample("体例-页码是打上去的")
def _typed(notice: Notice) -> None:
    notice.page_number = "typed"


@sample("体例-没有页码")
def _none(notice: Notice) -> None:
    notice.page_number = "none"


@sample("体例-奇偶页码放反")
def _swapped(notice: Notice) -> None:
    notice.sides = ("left", "right")


@sample("体例-双数页没有页码")
def _odd_only(notice: Notice) -> None:
    def clear(word: Any) -> None:
        footer = word.sections[0].even_page_footer
        for run in footer.paragraphs[0].runs:
            run._r.getparent().remove(run._r)

    notice.after_build.append(clear)


@sample("体例-附件页码重新起编")
def _restart(notice: Notice) -> None:
    notice.attachment = False

    def add(word: Any) -> None:
        section_break(word, start=1)
        notice.paragraph(word, "（此件公开发布）")

    notice.after_build.append(add)


@sample("体例-后一节没有页码")
def _gap(notice: Notice) -> None:
    notice.attachment = False

    def add(word: Any) -> None:
        section_break(word, numbered=False)
        notice.paragraph(word, "附件", font="黑体", indent=0)
        notice.paragraph(word, "水质检测任务表", font=str(notice.title["font"]), indent=0, align="center")

    notice.after_build.append(add)


@sample("体例-小标题用宋体")
def _headings(notice: Notice) -> None:
    notice.numbering = True
    notice.level1 = notice.level2 = "宋体"


@sample("体例-粘贴的字体")
def _pasted(notice: Notice) -> None:
    def spoil(word: Any) -> None:
        made = next(paragraphs_with(word, "为进一步提升"))
        notice._run(made, "请认真组织实施。", "微软雅黑", 14.0)

    notice.after_build.append(spoil)


@sample("体例-要素位置不对")
def _placing(notice: Notice) -> None:
    notice.addressee_indent = 200
    notice.date_align = ""
    notice.title["align"] = ""
    notice.attachment_break = False
