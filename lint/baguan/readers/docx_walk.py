"""The walk over the parts of a Word document: every paragraph becomes a block and a line of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from baguan.document import Block, BlockKind, TextNode
from baguan.readers.docx_inline import COMMENT_END, COMMENT_START, SKIPPED, Inline, is_locked
from baguan.readers.docx_numbering import Counters, Numbering
from baguan.readers.docx_shapes import BOX, CHOICES, choose, matched_fields
from baguan.readers.docx_styles import NO_RUN, Styles, child_value, numbering_of, paragraph_layer
from baguan.readers.ooxml import W, paragraph_elements, text_elements
from baguan.wordformat import ParagraphFormat


@dataclass(slots=True)
class BodySection:
    """A section as the walk saw it: its properties and its stretch of the text."""

    properties: etree._Element | None
    start: int
    end: int


class Walker(Inline):
    """The walk over the blocks of a part; ``story`` adds one story after another."""

    def __init__(self, styles: Styles, numbering: Numbering, comments: Mapping[str, str]) -> None:
        """``comments`` holds the texts of the comments by id."""
        super().__init__(styles, comments)
        self._numbering = numbering
        self._begun = False
        self.sections: list[BodySection] = []
        self._section_start = 0
        self._tables = 0
        self._counters: dict[BlockKind | None, Counters] = {}
        self._late_comments: list[str] = []  # they begin with the next paragraph
        # of the story
        self._kind: BlockKind | None = None
        self._paragraph_index: dict[etree._Element, int] = {}
        # of the place in the story
        self._container: BlockKind | None = None
        self._table: tuple[int, int, int] | None = None
        self._deleted = False

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
            elif child.tag not in SKIPPED:
                self._blocks_in(child)

    def _content_blocks(self, element: etree._Element) -> None:
        content = element.find(W + "sdtContent")
        if content is not None:
            locked = is_locked(element)
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
            elif child.tag not in SKIPPED:
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
            elif child.tag not in SKIPPED:
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


_PPR, _RPR, _ROW, _CELL = (W + name for name in ("pPr", "rPr", "tr", "tc"))
_Handler = Callable[[Walker, etree._Element], None]
_BLOCKS: dict[str, _Handler] = {
    COMMENT_END: Walker._comment_end,
    W + "commentReference": Walker._comment_reference,
    W + "p": Walker._paragraph,
    W + "tbl": Walker._table_element,
    W + "sdt": Walker._content_blocks,
    W + "del": Walker._removed_blocks,
    W + "moveFrom": Walker._removed_blocks,
    CHOICES: Walker._choice_blocks,
    COMMENT_START: Walker._late_comment,
}
