"""The paragraphs: font, size, indent, alignment and spacing of each element of the 公文."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from baguan.document import BlockKind, MarkKind
from baguan.formatter import markup
from baguan.outline import ElementName
from baguan.readers.docx_styles import child_value
from baguan.readers.ooxml import W, switch
from baguan.wordmeasure import BLANKS, blocks_of, body_blocks, family, line_pitch, size_name, starts_in, title_blocks

if TYPE_CHECKING:
    from lxml import etree

    from baguan.document import Block, Document
    from baguan.readers.docx_styles import Styles

Figures = Mapping[str, float | str | bool]
_HEADINGS = {"一、": "heading1", "（一）": "heading2", "1.": "heading3", "（1）": "heading4"}
_LEADS = frozenset({"黑体", "楷体"})  # of a sentence that opens a paragraph
_ALONE = 30  # characters of a heading on a line of its own
_FAR_LEFT = 8  # characters; a sign-off date that starts before is not on the right


class Note(NamedTuple):
    """One thing that was changed: the element's name, what, and the paragraph it was changed in."""

    element: str
    what: str
    block: Block


class WidowControl:
    """Whether a paragraph keeps its last lines together (孤行控制), resolved through styles and defaults."""

    def __init__(self, declared: etree._Element | None) -> None:
        """``declared`` is ``w:styles``."""
        self._own: dict[str, bool | None] = {}
        self._based_on: dict[str, str] = {}
        self._default = True
        if declared is None:
            return
        stated = _states(declared.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
        self._default = True if stated is None else stated
        for style in declared.iterchildren(W + "style"):
            name = style.get(W + "styleId", "")
            self._own[name] = _states(style.find(W + "pPr"))
            self._based_on[name] = child_value(style, "basedOn") or ""

    def holds(self, paragraph: etree._Element, style: str) -> bool:
        """The resolved answer for a paragraph of that style."""
        stated = _states(paragraph.find(W + "pPr"))
        seen: set[str] = set()
        while stated is None and style in self._own and style not in seen:
            seen.add(style)
            stated = self._own[style]
            style = self._based_on[style]
        return self._default if stated is None else stated


def _states(properties: etree._Element | None) -> bool | None:
    element = None if properties is None else properties.find(W + "widowControl")
    return None if element is None else switch(element.get(W + "val"))


class Paragraphs:
    """Formats the paragraphs of one document; ``notes`` says what it did."""

    def __init__(
        self,
        document: Document,
        elements: Mapping[str, etree._Element],
        styles: Styles,
        declared: etree._Element | None,
        figures: Figures,
    ) -> None:
        """``elements`` maps the path of a block to its ``w:p``; ``declared`` is ``w:styles``."""
        self._document = document
        self._elements = elements
        self._styles = styles
        self._figures = figures
        self.notes: list[Note] = []
        self._keeps = WidowControl(declared)
        height = self._number("paper-height") - self._number("margin-top") - self._number("margin-bottom")
        self._height = height / 25.4 * 72

    def _number(self, name: str) -> float:
        return float(self._figures[name])

    def _font(self, name: str) -> str:
        return str(self._figures[name])

    def run(self) -> None:
        """Format every element that was recognised."""
        document = self._document
        headings = self._heading_levels()
        leads = {
            document.block_at(heading.start).start: family(self._font(f"{_HEADINGS[heading.style]}-font"))
            for heading in document.structure.headings
            if heading.style in _HEADINGS
        }
        body = self._number("body-size")
        for block in title_blocks(document):
            if block.part == "body":
                self._title(block)
        self._addressee(body)
        main = {block.start for block in body_blocks(document)}
        for block in self._body_range():
            level = headings.get(block.start)
            if level is not None:
                self._whole(block, "小标题", self._font(f"{level}-font"), body)
                self._indent(block, "小标题")
                self._spacing(block, "小标题")
            elif block.start in main:
                self._prose(block, body, leads.get(block.start, ""))
                self._indent(block, "正文")
                self._spacing(block, "正文")
        self._sign_off(body)
        self._attachments(body)
        for name in (ElementName.COPY_TO, ElementName.PRINTER):
            for element in document.structure.all(name):
                self._size(document.block_at(element.start), "版记", self._number("imprint-size"))

    # --- which paragraph is what

    def _body_range(self) -> Iterator[Block]:
        body = self._document.structure.first(ElementName.BODY)
        if body is None:
            return
        for block in self._document.blocks[self._document.block_index(body.start) :]:
            if block.start >= body.end:
                return
            centred = block.format is not None and block.format.alignment == "center"
            if block.part == "body" and block.kind is not BlockKind.TITLE and not centred:
                yield block

    def _heading_levels(self) -> dict[int, str]:
        """The start of each heading on a line of its own, with the name of its figures."""
        document = self._document
        found = {}
        for heading in document.structure.headings:
            text = document.text[heading.end : heading.stop].strip()
            if heading.style in _HEADINGS and len(text) <= _ALONE and not any(mark in text for mark in "。；：;"):
                found[document.block_at(heading.start).start] = _HEADINGS[heading.style]
        return found

    # --- the elements

    def _title(self, block: Block) -> None:
        self._whole(block, "标题", self._font("title-font"), self._number("title-size"))
        element = self._elements.get(block.path)
        text = self._document.block_text(block)
        alignment = block.format.alignment if block.format else ""
        if element is not None and alignment not in ("center", "distribute") and text[:1] not in BLANKS:
            markup.set_alignment(element, "center")
            markup.set_first_line(element, 0, self._number("title-size"))
            self._note("标题", "居中", block)

    def _addressee(self, size: float) -> None:
        body = self._document.structure.first(ElementName.BODY)
        for block in blocks_of(self._document, ElementName.ADDRESSEE):
            element = self._elements.get(block.path)
            if element is None or body is None or block.start > body.start:
                continue
            self._whole(block, "主送机关", self._font("body-font"), size)
            self._spacing(block, "主送机关")
            if self._document.block_text(block)[:1] in BLANKS:
                continue
            if block.format is not None and block.format.alignment in ("center", "right", "distribute"):
                markup.set_alignment(element, "left")
                self._note("主送机关", "居左", block)
            if starts_in(self._document, block) > 0.6:
                markup.set_first_line(element, 0, size)
                markup.set_side(element, "left", 0, size)
                self._note("主送机关", "顶格", block)

    def _sign_off(self, size: float) -> None:
        dates = blocks_of(self._document, ElementName.DATE)[-1:]
        signatures = blocks_of(self._document, ElementName.SIGNATURE)
        moved = any(self._is_left(block) for block in dates)
        date_width = max((_width(self._document.block_text(block)) for block in dates), default=0.0)
        for name, blocks in (("署名", signatures), ("成文日期", dates)):
            for block in blocks:
                self._whole(block, name, self._font("body-font"), size)
                self._spacing(block, name)
                if self._is_left(block) or (moved and _is_flush(block)):
                    room = self._number("date-right-indent")
                    if name == "署名":  # centred over the date
                        room = max(room + (date_width - _width(self._document.block_text(block))) / 2, 0)
                    self._to_the_right(block, name, room, size)

    def _is_left(self, block: Block) -> bool:
        aligned = block.format is not None and block.format.alignment in ("right", "center", "distribute")
        text = self._document.block_text(block)
        return not aligned and "\t" not in text and starts_in(self._document, block) < _FAR_LEFT and len(text) <= 60

    def _to_the_right(self, block: Block, name: str, characters: float, size: float) -> None:
        element = self._elements.get(block.path)
        if element is None or self._document.block_text(block)[:1] in BLANKS:
            return
        markup.set_alignment(element, "right")
        markup.set_first_line(element, 0, size)
        markup.set_side(element, "right", characters, size)
        self._note(name, f"居右，右空{characters:g}字", block)

    def _attachments(self, size: float) -> None:
        for block in blocks_of(self._document, ElementName.ATTACHMENT_NOTE):
            self._whole(block, "附件说明", self._font("body-font"), size)
            self._spacing(block, "附件说明")
            element = self._elements.get(block.path)
            text = self._document.block_text(block)
            if element is not None and text.startswith("附件") and starts_in(self._document, block) < 1.5:
                markup.set_first_line(element, 2, size)
                self._note("附件说明", "左空2字", block)
        breaks = [mark.start for mark in self._document.marks_of(MarkKind.PAGE_BREAK)]
        breaks += [section.start for section in self._document.sections[1:]]
        for found in self._document.structure.all(ElementName.ATTACHMENT):
            block = self._document.block_at(found.start)
            element = self._elements.get(block.path)
            if element is None or block.part != "body":
                continue
            before = len(self._document.text[: block.start].rstrip())
            own = block.format is not None and block.format.page_break_before
            if not own and not any(before <= place <= found.start for place in breaks):
                markup.set_page_break_before(element)
                self._note("附件", "另面编排（段前分页）", block)
            text = self._document.block_text(block)
            if len(text.strip()) <= 6:
                self._whole(block, "附件标识", self._font("heading1-font"), size)
                if starts_in(self._document, block) > 0.6 and text[:1] not in BLANKS:
                    markup.set_first_line(element, 0, size)
                    markup.set_side(element, "left", 0, size)
                    self._note("附件标识", "顶格", block)

    # --- single properties

    def _runs(self, block: Block) -> Iterator[tuple[etree._Element, str, str, float | None]]:
        """The runs of a paragraph that hold text, with their text, East Asian font and size."""
        element = self._elements.get(block.path)
        if element is None:
            return
        style = self._styles.paragraph_style(child_value(element.find(W + "pPr"), "pStyle"))
        for run in element.iter(W + "r"):
            if next(run.iterancestors(W + "p"), None) is not element:
                continue  # in a text box of the paragraph
            text = "".join(each.text or "" for each in run.iterchildren(W + "t"))
            if text.strip():
                look = self._styles.appearance(style, self._styles.run_layer(run.find(W + "rPr")))
                yield run, text, look.east_asian_font, look.size

    def _whole(self, block: Block, name: str, font: str, size: float) -> None:
        """One font and one size for all runs."""
        for run, text, now, _ in self._runs(block):
            if _is_chinese(text) and family(now) != family(font):
                markup.set_font(run, font)
                self._note(name, f"字体由{_shown(now)}改为{font}", block)
        self._size(block, name, size)

    def _prose(self, block: Block, size: float, own: str) -> None:
        """The body font, but for a lead sentence in 黑体 or 楷体 with the body after it.

        ``own`` is the family of the level whose ordinal opens the paragraph: it may stand as it is.
        """
        font = self._font("body-font")
        looks = list(self._runs(block))
        families = [family(now) for _, text, now, _ in looks if _is_chinese(text)]
        lead = bool(families) and families[0] in _LEADS and any(name != families[0] for name in families)
        for run, text, now, _ in looks:
            if not _is_chinese(text):
                continue
            if (own and family(now) == own) or (lead and family(now) == families[0]):
                continue
            lead = False
            if family(now) != family(font):
                markup.set_font(run, font)
                self._note("正文", f"字体由{_shown(now)}改为{font}", block)
        self._size(block, "正文", size)

    def _size(self, block: Block, name: str, size: float) -> None:
        for run, _, _, now in self._runs(block):
            if now is None or abs(now - size) > 0.25:
                markup.set_size(run, size)
                shown = "未注明" if now is None else size_name(now)
                self._note(name, f"字号由{shown}改为{size_name(size)}", block)

    def _indent(self, block: Block, name: str) -> None:
        element = self._elements.get(block.path)
        form = block.format
        text = self._document.block_text(block)
        if element is None or form is None or not text.strip() or text[0] in BLANKS or block.numbering:
            return
        wanted, size = self._number("body-indent"), self._number("body-size")
        if form.alignment in ("right", "center") or form.left_chars or form.left:
            return
        now = form.first_line_chars if form.first_line_chars is not None else (form.first_line or 0.0) / size
        if abs(now - wanted) > 0.25:
            markup.set_first_line(element, wanted, size)
            self._note(name, f"首行缩进改为{wanted:g}字符", block)

    def _spacing(self, block: Block, name: str) -> None:
        element = self._elements.get(block.path)
        form = block.format
        if element is None or form is None:
            return
        pitch = line_pitch(self._document, block)
        if pitch is None or math.floor(self._height / pitch + 1e-6) != round(self._number("lines-per-page")):
            markup.set_line_pitch(element, self._number("line-pitch"))
            self._note(name, f"行距改为固定值{self._number('line-pitch'):g}磅", block)
        if self._keeps.holds(element, self._styles.paragraph_style(child_value(element.find(W + "pPr"), "pStyle"))):
            markup.let_lines_part(element)
            self._note(name, "取消孤行控制（它使页脚上方空出行）", block)
        if max(form.before or 0.0, form.after or 0.0) > 0:
            markup.clear_gaps(element)
            self._note(name, "段前、段后改为0", block)

    def _note(self, name: str, what: str, block: Block) -> None:
        note = Note(name, what, block)
        if note not in self.notes[-4:]:
            self.notes.append(note)


def _is_flush(block: Block) -> bool:
    """Whether a paragraph ends at the right edge."""
    form = block.format
    return form is not None and form.alignment == "right" and not form.right_chars and not form.right


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _shown(font: str) -> str:
    return font or "默认字体"


def _width(text: str) -> float:
    """The width of a line in characters; digits and Latin letters are half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in text.strip())
