"""The content of a paragraph: runs, fields, revisions, comments and objects become text, nodes and marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from baguan.document import OBJECT, Block, Directive, Mark, MarkKind, TextNode
from baguan.readers.docx_shapes import CHOICES, FLOATING, choose, object_name, text_boxes
from baguan.readers.docx_styles import NO_RUN, Appearance, Styles, child_value
from baguan.readers.docx_symbols import symbol
from baguan.readers.ooxml import XML_SPACE, M, W
from baguan.wordformat import Run

_WHITE = " \t\n\r"
#: The tag of a content control that quotes a faulty text (错情周报, 退文单): nothing in it is reported.
QUOTE_TAG = "baguan-quote"
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


class Inline:
    """Collects the text of paragraphs with its runs, marks and nodes; a walk over the blocks drives it."""

    def __init__(self, styles: Styles, comments: Mapping[str, str]) -> None:
        """``comments`` holds the texts of the comments by id."""
        self._styles = styles
        self._comments = comments
        self._out: list[str] = []
        self._position = 0
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.marks: list[Mark] = []
        self.nodes: list[TextNode] = []
        self.directives: list[Directive] = []
        self._open_comments: dict[str, int] = {}
        self._closed_comments: set[str] = set()
        # of the story
        self._part = ""
        self._node_index: dict[etree._Element, int] = {}
        self._fields: list[_Field] = []
        self._matched: set[etree._Element] = set()
        self._muted = 0  # fields whose instruction is being read
        self._locked = 0  # live field results and locked content controls
        # of the paragraph
        self._style = ""
        self._plain: Appearance = styles.appearance("", NO_RUN)
        self._look = self._plain
        self._run_start = 0
        self._run_look: Appearance | None = None
        self._pending: list[etree._Element | str] = []  # text boxes, read after the paragraph

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._out)

    def _inline(self, parent: etree._Element) -> None:
        for child in parent:
            handler = _INLINE.get(child.tag)
            if handler is not None:
                handler(self, child)
            elif child.tag not in SKIPPED:
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
            elif child.tag not in SKIPPED:
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
        floating = name.startswith(FLOATING)  # a red line or a seal stands beside the text, not in it
        if not floating:
            self._emit(OBJECT, element, editable=False)
        if floating or self._position > start:
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
            locked = is_locked(element)
            start = self._position
            self._locked += locked
            self._inline(content)
            self._locked -= locked
            if child_value(element.find(W + "sdtPr"), "tag") == QUOTE_TAG and self._position > start:
                self.directives.append(Directive(0, "ignore ALL", start, self._position))

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
        for each in element.iter(COMMENT_START, COMMENT_END, _COMMENT_REFERENCE):
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
        live = is_live(code)
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
                current.live = is_live(current.code)
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


def is_live(code: str) -> bool:
    """Whether the result of a field with this instruction is computed anew when the field is updated."""
    return code.split(maxsplit=1)[0].upper() not in _STATIC_FIELDS if code else True


def is_locked(control: etree._Element) -> bool:
    """Whether Word would refuse, or undo, a change of the text in this content control."""
    properties = control.find(W + "sdtPr")
    if properties is None:
        return False
    if properties.find(W + "dataBinding") is not None:
        return True
    return child_value(properties, "lock") in ("contentLocked", "sdtContentLocked")


_RPR = W + "rPr"
COMMENT_START, COMMENT_END = W + "commentRangeStart", W + "commentRangeEnd"
_COMMENT_REFERENCE = W + "commentReference"
_DELETED = {
    W + "delText": "",
    W + "t": "",
    W + "tab": "\t",
    W + "br": "\v",
    W + "cr": "\v",
    W + "noBreakHyphen": "-",
}
SKIPPED = frozenset(
    W + name
    for name in (  # noqa: SIM905
        "pPr rPr sdtPr sdtEndPr tblPr tblGrid tblPrEx trPr tcPr smartTagPr customXmlPr rubyPr rt proofErr "
        "bookmarkStart bookmarkEnd permStart permEnd lastRenderedPageBreak softHyphen delText delInstrText "
        "footnoteReference endnoteReference annotationRef footnoteRef endnoteRef separator continuationSeparator "
        "fldData altChunk subDoc sectPr"
    ).split()
)

_Handler = Callable[[Inline, etree._Element], None]
_COMMON: dict[str, _Handler] = {
    COMMENT_END: Inline._comment_end,
    _COMMENT_REFERENCE: Inline._comment_reference,
}
_INLINE: dict[str, _Handler] = {
    **_COMMON,
    W + "r": Inline._run,
    W + "ins": Inline._insertion,
    W + "moveTo": Inline._insertion,
    W + "del": Inline._deletion,
    W + "moveFrom": Inline._deletion,
    W + "sdt": Inline._content,
    W + "fldSimple": Inline._simple_field,
    W + "p": Inline._stray_block,
    W + "tbl": Inline._stray_block,
    M + "oMath": Inline._formula,
    M + "oMathPara": Inline._formula,
    CHOICES: Inline._choice_inline,
    COMMENT_START: Inline._comment_start,
}
_RUN: dict[str, _Handler] = {
    **_COMMON,
    W + "t": Inline._text_element,
    W + "tab": Inline._tab,
    W + "ptab": Inline._tab,
    W + "br": Inline._break,
    W + "cr": Inline._break,
    W + "noBreakHyphen": Inline._hyphen,
    W + "sym": Inline._symbol,
    W + "drawing": Inline._object,
    W + "pict": Inline._object,
    W + "object": Inline._object,
    W + "fldChar": Inline._field_character,
    W + "instrText": Inline._instruction,
    W + "pgNum": Inline._page_number,
    W + "ruby": Inline._ruby,
    W + "r": Inline._run,
    W + "p": Inline._stray_block,
    M + "oMath": Inline._formula,
    CHOICES: Inline._choice_run,
    COMMENT_START: Inline._comment_start,
}
