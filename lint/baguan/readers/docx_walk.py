"""The walk over the parts of a Word document: paragraphs become lines, runs become text with its nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from baguan.document import OBJECT, Block, BlockKind, Directive, Mark, MarkKind, ParagraphFormat, Run, TextNode
from baguan.readers.docx_numbering import Counters, Numbering
from baguan.readers.docx_shapes import BOX, CHOICES, choose, matched_fields, object_name, text_boxes
from baguan.readers.docx_styles import NO_RUN, Appearance, Styles, child_value, numbering_of, paragraph_layer
from baguan.readers.docx_symbols import symbol
from baguan.readers.ooxml import XML_SPACE, M, W, paragraph_elements, text_elements

_WHITE = " \t\n\r"
_PREFIXES = ("baguan:", "baguan：")
#: Fields whose result a person wrote or may write; updating them does not bring the old text back.
_STATIC_FIELDS = frozenset({"HYPERLINK", "FORMTEXT", "MACROBUTTON", "GOTOBUTTON", "QUOTE"})


@dataclass(slots=True)
class _Field:
    """A complex field that has begun."""

    instruction: list[str] = field(default_factory=list)
    start: int | None = None  # where the result begins; None while the instruction is being read
    live: bool = True

    @property
    def code(self) -> str:
        return "".join(self.instruction).strip()


@dataclass(slots=True)
class BodySection:
    """A section as the walk saw it: its properties and its stretch of the text."""

    properties: etree._Element | None
    start: int
    end: int


class Walker:
    """Collects text, blocks, runs, marks and nodes; ``story`` adds one story after another."""

    def __init__(self, styles: Styles, numbering: Numbering, comments: Mapping[str, str]) -> None:
        """``comments`` holds the texts of the comments by id."""
        self._styles = styles
        self._numbering = numbering
        self._comments = comments
        self._out: list[str] = []
        self._position = 0
        self._begun = False
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.marks: list[Mark] = []
        self.nodes: list[TextNode] = []
        self.directives: list[Directive] = []
        self.sections: list[BodySection] = []
        self._section_start = 0
        self._tables = 0
        self._counters: dict[BlockKind | None, Counters] = {}
        self._open_comments: dict[str, int] = {}
        self._late_comments: list[str] = []
        self._closed_comments: set[str] = set()
        # of the story
        self._part = ""
        self._kind: BlockKind | None = None
        self._node_index: dict[etree._Element, int] = {}
        self._paragraph_index: dict[etree._Element, int] = {}
        self._fields: list[_Field] = []
        self._matched: set[etree._Element] = set()
        # of the place in the story
        self._container: BlockKind | None = None
        self._table: tuple[int, int, int] | None = None
        self._deleted = False
        self._muted = 0  # fields whose instruction is being read
        self._locked = 0  # live field results and locked content controls
        # of the paragraph
        self._style = ""
        self._plain: Appearance = styles.appearance("", NO_RUN)
        self._look = self._plain
        self._run_start = 0
        self._run_look: Appearance | None = None
        self._pending: list[etree._Element | str] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._out)

    def open_part(self, part: str, root: etree._Element) -> None:
        """Make ``part`` the one whose stories come next."""
        self._part = part
        self._node_index = {element: index for index, element in enumerate(text_elements(root))}
        self._paragraph_index = {element: index for index, element in enumerate(paragraph_elements(root), 1)}
        self._matched = matched_fields(root)

    def story(self, container: etree._Element, kind: BlockKind | None = None) -> None:
        """Add the paragraphs of ``container``; ``kind`` is theirs, ``None`` for the body."""
        self._kind = kind
        group = BlockKind.FOOTER if kind is BlockKind.HEADER else kind
        self._numbering.counters = self._counters.setdefault(group, Counters())
        self._fields = []
        self._muted = self._locked = 0
        self._blocks_in(container)

    def finish(self) -> None:
        """Close what is still open and put marks and directives in order."""
        for identifier in list(self._open_comments):
            self._end_comment(identifier)
        self.marks.sort(key=lambda mark: (mark.start, mark.end))
        self.directives.sort(key=lambda directive: (directive.line, directive.start or 0))

    def end_body(self, properties: etree._Element | None) -> None:
        """Close the last section of the body."""
        self._end_section(properties)

    def _end_section(self, properties: etree._Element | None) -> None:
        start = self._section_start
        end = self._position
        self.sections.append(BodySection(properties, min(start, end), end))
        self._section_start = end + 1

    # --- blocks

    def _blocks_in(self, parent: etree._Element) -> None:
        for child in parent:
            handler = _BLOCKS.get(child.tag)
            if handler is not None:
                handler(self, child)
            elif child.tag not in _SKIPPED:
                self._blocks_in(child)

    def _content_blocks(self, element: etree._Element) -> None:
        content = element.find(W + "sdtContent")
        if content is not None:
            locked = _locked(element)
            self._locked += locked
            self._blocks_in(content)
            self._locked -= locked

    def _choice_blocks(self, element: etree._Element) -> None:
        self._blocks_in(choose(element))

    def _late_comment(self, element: etree._Element) -> None:
        self._late_comments.append(element.get(W + "id", ""))

    def _removed_blocks(self, element: etree._Element) -> None:
        before = self._deleted
        self._deleted = True
        self._blocks_in(element)
        self._deleted = before

    def _table_element(self, element: etree._Element) -> None:
        self._tables += 1
        outer = self._table, self._container
        self._container = BlockKind.CELL
        self._rows(element, self._tables, 0)
        self._table, self._container = outer

    def _rows(self, parent: etree._Element, table: int, row: int) -> int:
        for child in parent:
            if child.tag == _ROW:
                row += 1
                before = self._deleted
                self._deleted = before or child.find(f"{W}trPr/{W}del") is not None
                self._cells(child, table, row, 0)
                self._deleted = before
            elif child.tag == CHOICES:
                row = self._rows(choose(child), table, row)
            elif child.tag not in _SKIPPED:
                row = self._rows(child, table, row)
        return row

    def _cells(self, parent: etree._Element, table: int, row: int, column: int) -> int:
        for child in parent:
            if child.tag == _CELL:
                column += 1
                self._table = (table, row, column)
                self._blocks_in(child)
            elif child.tag == CHOICES:
                column = self._cells(choose(child), table, row, column)
            elif child.tag not in _SKIPPED:
                column = self._cells(child, table, row, column)
        return column

    # --- paragraphs

    def _paragraph(self, element: etree._Element) -> None:
        if self._begun:
            self._out.append("\n")
            self._position += 1
        self._begun = True
        start = self._position
        for identifier in self._late_comments:
            self._open_comments.setdefault(identifier, start)
        self._late_comments.clear()
        outer = self._style, self._plain, self._look, self._pending
        self._pending = []
        self._run_look = None
        properties = element.find(_PPR)
        self._style = self._styles.paragraph_style(child_value(properties, "pStyle"))
        self._plain = self._look = self._styles.appearance(self._style, NO_RUN)
        label, form = self._format(properties)
        if self._deleted:
            self._deletion(element)
        else:
            self._inline(element)
        self._end_run()
        self.blocks.append(
            Block(
                self._block_kind(label, form),
                start,
                self._position,
                self._styles.name(self._style),
                f"{self._part}#p{self._paragraph_index.get(element, 0)}",
                self._table,
                form,
                label,
            )
        )
        pending = self._pending
        self._style, self._plain, self._look, self._pending = outer
        if pending:
            self._boxes(pending)
        if properties is not None and self._kind is None and self._container is None:
            section = properties.find(W + "sectPr")
            if section is not None:
                self._end_section(section)

    def _format(self, properties: etree._Element | None) -> tuple[str, ParagraphFormat]:
        """The paragraph's label (put into the text) and its format."""
        mark = None if properties is None else properties.find(_RPR)
        found = self._numbering.find(self._style, numbering_of(properties))
        level = None if found is None else self._numbering.level(found[0], found[1])
        form = self._styles.paragraph_format(
            self._style,
            paragraph_layer(properties),
            None if level is None else level.format,
            None if found is None else found[2],
        )
        mark_layer = self._styles.run_layer(mark)
        gone = mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)
        if found is None or self._deleted or self._muted or gone or mark_layer.hidden:
            return "", form
        label = self._numbering.advance(found[0], found[1])
        if label is None or not label.text:
            return "", form
        self._look = self._styles.appearance(self._style, label.level.run.over(mark_layer))
        self._emit(label.text + label.suffix, None, editable=False)
        return label.text, form

    def _block_kind(self, label: str, form: ParagraphFormat) -> BlockKind:
        if self._kind is not None:
            return self._kind
        if self._container is not None:
            return self._container
        if self._styles.is_title(self._style):
            return BlockKind.TITLE
        if form.outline_level is not None or self._styles.is_heading(self._style):
            return BlockKind.HEADING
        return BlockKind.LIST if label else BlockKind.PARAGRAPH

    def _boxes(self, pending: Iterable[etree._Element | str]) -> None:
        """The text boxes (and stray blocks) of the paragraph that has just ended."""
        container, fields, muted, counters = self._container, self._fields, self._muted, self._numbering.counters
        for box in pending:
            self._fields, self._muted = [], 0
            self._numbering.counters = Counters()
            self._container = BlockKind.TEXTBOX
            if isinstance(box, str):
                self._word_art(box)
            elif box.tag == BOX:
                self._blocks_in(box)
            else:
                self._container = container
                self._numbering.counters = counters
                _BLOCKS[box.tag](self, box)
        self._container, self._fields, self._muted = container, fields, muted
        self._numbering.counters = counters

    def _word_art(self, text: str) -> None:
        self._out.append("\n" + text)
        start = self._position + 1
        self._position = start + len(text)
        kind = self._kind or BlockKind.TEXTBOX
        self.blocks.append(Block(kind, start, self._position, "", self._part, self._table, ParagraphFormat()))
        self.nodes.append(TextNode(start, self._position, self._part, -1, 0, False))

    # --- inline content

    def _inline(self, parent: etree._Element) -> None:
        for child in parent:
            handler = _INLINE.get(child.tag)
            if handler is not None:
                handler(self, child)
            elif child.tag not in _SKIPPED:
                self._inline(child)

    def _run(self, element: etree._Element) -> None:
        outer = self._look
        properties = element.find(_RPR)
        self._look = (
            self._plain
            if properties is None
            else self._styles.appearance(self._style, self._styles.run_layer(properties))
        )
        self._run_content(element)
        self._look = outer

    def _run_content(self, parent: etree._Element) -> None:
        for child in parent:
            handler = _RUN.get(child.tag)
            if handler is not None:
                handler(self, child)
            elif child.tag not in _SKIPPED:
                self._run_content(child)

    def _emit(self, text: str, element: etree._Element | None, offset: int = 0, editable: bool = True) -> None:
        if not text or self._muted:
            return
        start = self._position
        if self._look.hidden:
            last = self.marks[-1] if self.marks else None
            if last is not None and last.kind is MarkKind.HIDDEN and last.start == start:
                text = self.marks.pop().value + text
            self.marks.append(Mark(MarkKind.HIDDEN, start, start, text))
            return
        end = start + len(text)
        if self._look != self._run_look:
            self._end_run()
            self._run_start = start
            self._run_look = self._look
        self._out.append(text)
        self._position = end
        node = -1 if element is None else self._node_index.get(element, -1)
        self.nodes.append(TextNode(start, end, self._part, node, offset, editable and not self._locked))

    def _end_run(self) -> None:
        look = self._run_look
        if look is not None and self._position > self._run_start:
            self.runs.append(Run(self._run_start, self._position, *look[:-1]))
        self._run_look = None

    def _text_element(self, element: etree._Element) -> None:
        text = element.text
        if not text:
            return
        offset = 0
        if element.get(XML_SPACE) != "preserve":
            stripped = text.lstrip(_WHITE)
            offset = len(text) - len(stripped)
            text = stripped.rstrip(_WHITE)
        if "\n" in text or "\r" in text:
            text = text.replace("\n", " ").replace("\r", " ")
        self._emit(text, element, offset)

    def _tab(self, element: etree._Element) -> None:
        self._emit("\t", element)

    def _break(self, element: etree._Element) -> None:
        if element.get(W + "type") in ("page", "column"):
            if not self._muted:
                self.marks.append(Mark(MarkKind.PAGE_BREAK, self._position, self._position))
        else:
            self._emit("\v", element)

    def _hyphen(self, element: etree._Element) -> None:
        self._emit("-", element)

    def _symbol(self, element: etree._Element) -> None:
        try:
            code = int(element.get(W + "char", ""), 16)
        except ValueError:
            code = -1
        self._emit(symbol(element.get(W + "font", ""), code), element, editable=False)

    def _object(self, element: etree._Element) -> None:
        boxes: list[etree._Element | str] = []
        text_boxes(element, boxes)
        if boxes:
            if not self._muted and not self._look.hidden:
                self._pending.extend(boxes)
            return
        self._visible_object(element, object_name(element))

    def _formula(self, element: etree._Element) -> None:
        self._visible_object(element, "formula")

    def _visible_object(self, element: etree._Element | None, name: str) -> None:
        start = self._position
        self._emit(OBJECT, element, editable=False)
        if self._position > start:
            self.marks.append(Mark(MarkKind.OBJECT, start, self._position, name))

    def _ruby(self, element: etree._Element) -> None:
        base = element.find(W + "rubyBase")
        if base is not None:
            self._inline(base)

    def _choice_inline(self, element: etree._Element) -> None:
        self._inline(choose(element))

    def _choice_run(self, element: etree._Element) -> None:
        self._run_content(choose(element))

    def _content(self, element: etree._Element) -> None:
        content = element.find(W + "sdtContent")
        if content is not None:
            locked = _locked(element)
            self._locked += locked
            self._inline(content)
            self._locked -= locked

    def _stray_block(self, element: etree._Element) -> None:
        """A paragraph or table where only runs belong: it is read after the paragraph it stands in."""
        self._pending.append(element)

    # --- revisions, comments, fields

    def _insertion(self, element: etree._Element) -> None:
        start = self._position
        self._inline(element)
        if self._position > start:
            self.marks.append(Mark(MarkKind.INSERTION, start, self._position))

    def _deletion(self, element: etree._Element) -> None:
        value = "".join(_DELETED.get(each.tag, "") or each.text or "" for each in element.iter(*_DELETED))
        if value and not self._muted:
            self.marks.append(Mark(MarkKind.DELETION, self._position, self._position, value))
        for each in element.iter(_COMMENT_START, _COMMENT_END, _COMMENT_REFERENCE):
            _INLINE[each.tag](self, each)

    def _comment_start(self, element: etree._Element) -> None:
        self._open_comments.setdefault(element.get(W + "id", ""), self._position)

    def _comment_end(self, element: etree._Element) -> None:
        self._end_comment(element.get(W + "id", ""))

    def _comment_reference(self, element: etree._Element) -> None:
        identifier = element.get(W + "id", "")
        if identifier not in self._closed_comments:
            self._open_comments.setdefault(identifier, self._position)
            self._end_comment(identifier)

    def _end_comment(self, identifier: str) -> None:
        start = self._open_comments.pop(identifier, None)
        text = self._comments.get(identifier)
        if start is None or text is None or identifier in self._closed_comments:
            return
        self._closed_comments.add(identifier)
        self.marks.append(Mark(MarkKind.COMMENT, start, self._position, text))
        if text.lower().startswith(_PREFIXES):
            line = 1 + sum(block.end < start for block in self.blocks)
            instruction = text[len(_PREFIXES[0]) :].strip()
            self.directives.append(Directive(line, instruction, start, self._position))

    def _simple_field(self, element: etree._Element) -> None:
        code = element.get(W + "instr", "").strip()
        start = self._position
        live = _is_live(code)
        self._locked += live
        self._inline(element)
        self._locked -= live
        if not self._muted:
            self.marks.append(Mark(MarkKind.FIELD, start, self._position, code))

    def _field_character(self, element: etree._Element) -> None:
        if element not in self._matched:
            return
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
            self._muted += 1
        elif kind == "separate":
            current = self._fields[-1] if self._fields else None
            if current is not None and current.start is None:
                self._muted -= 1
                current.start = self._position
                current.live = _is_live(current.code)
                self._locked += current.live
        elif kind == "end" and self._fields:
            current = self._fields.pop()
            if current.start is None:
                self._muted -= 1
                start = self._position
                if current.code[:3].upper() == "EQ ":
                    self._visible_object(None, "formula")
            else:
                start = current.start
                self._locked -= current.live
            if not self._muted:
                self.marks.append(Mark(MarkKind.FIELD, start, self._position, current.code))

    def _instruction(self, element: etree._Element) -> None:
        if self._fields and self._fields[-1].start is None:
            self._fields[-1].instruction.append(element.text or "")

    def _page_number(self, element: etree._Element) -> None:
        if not self._muted:
            self.marks.append(Mark(MarkKind.FIELD, self._position, self._position, "PAGE"))

    def _nothing(self, element: etree._Element) -> None:
        """An element without visible text."""


def _is_live(code: str) -> bool:
    return code.split(maxsplit=1)[0].upper() not in _STATIC_FIELDS if code else True


def _locked(control: etree._Element) -> bool:
    """Whether Word would refuse, or undo, a change of the text in this content control."""
    properties = control.find(W + "sdtPr")
    if properties is None:
        return False
    if properties.find(W + "dataBinding") is not None:
        return True
    return child_value(properties, "lock") in ("contentLocked", "sdtContentLocked")


_PPR, _RPR, _ROW, _CELL = (W + name for name in ("pPr", "rPr", "tr", "tc"))
_COMMENT_START, _COMMENT_END = W + "commentRangeStart", W + "commentRangeEnd"
_COMMENT_REFERENCE = W + "commentReference"
_DELETED = {
    W + "delText": "",
    W + "t": "",
    W + "tab": "\t",
    W + "br": "\v",
    W + "cr": "\v",
    W + "noBreakHyphen": "-",
}
_SKIPPED = frozenset(
    W + name
    for name in (  # noqa: SIM905
        "pPr rPr sdtPr sdtEndPr tblPr tblGrid tblPrEx trPr tcPr smartTagPr customXmlPr rubyPr rt proofErr "
        "bookmarkStart bookmarkEnd permStart permEnd lastRenderedPageBreak softHyphen delText delInstrText "
        "footnoteReference endnoteReference annotationRef footnoteRef endnoteRef separator continuationSeparator "
        "fldData altChunk subDoc sectPr"
    ).split()
)

_Handler = Callable[[Walker, etree._Element], None]
_COMMON: dict[str, _Handler] = {
    _COMMENT_END: Walker._comment_end,
    _COMMENT_REFERENCE: Walker._comment_reference,
}
_BLOCKS: dict[str, _Handler] = {
    **_COMMON,
    W + "p": Walker._paragraph,
    W + "tbl": Walker._table_element,
    W + "sdt": Walker._content_blocks,
    W + "del": Walker._removed_blocks,
    W + "moveFrom": Walker._removed_blocks,
    CHOICES: Walker._choice_blocks,
    _COMMENT_START: Walker._late_comment,
}
_INLINE: dict[str, _Handler] = {
    **_COMMON,
    W + "r": Walker._run,
    W + "ins": Walker._insertion,
    W + "moveTo": Walker._insertion,
    W + "del": Walker._deletion,
    W + "moveFrom": Walker._deletion,
    W + "sdt": Walker._content,
    W + "fldSimple": Walker._simple_field,
    W + "p": Walker._stray_block,
    W + "tbl": Walker._stray_block,
    M + "oMath": Walker._formula,
    M + "oMathPara": Walker._formula,
    CHOICES: Walker._choice_inline,
    _COMMENT_START: Walker._comment_start,
}
_RUN: dict[str, _Handler] = {
    **_COMMON,
    W + "t": Walker._text_element,
    W + "tab": Walker._tab,
    W + "ptab": Walker._tab,
    W + "br": Walker._break,
    W + "cr": Walker._break,
    W + "noBreakHyphen": Walker._hyphen,
    W + "sym": Walker._symbol,
    W + "drawing": Walker._object,
    W + "pict": Walker._object,
    W + "object": Walker._object,
    W + "fldChar": Walker._field_character,
    W + "instrText": Walker._instruction,
    W + "pgNum": Walker._page_number,
    W + "ruby": Walker._ruby,
    W + "r": Walker._run,
    W + "p": Walker._stray_block,
    M + "oMath": Walker._formula,
    CHOICES: Walker._choice_run,
    _COMMENT_START: Walker._comment_start,
}
