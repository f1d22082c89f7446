"""One part of a .docx whose runs are split where comments and tracked changes begin and end.

Text is split at the exact character.  What must stay whole (a live field, a bound or locked content control, ruby,
alternative content) is not entered: a boundary inside it moves to its edge.
"""

from __future__ import annotations

import bisect
import copy
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from baguan.docx_writer.edits import EditError, elements_like, set_text, visible

if TYPE_CHECKING:
    from lxml import etree

    from baguan.document import TextNode

# What may hold the ends of a comment's range and revisions, as it holds runs.
_CONTAINERS = frozenset({"hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo"})
_REMOVED = frozenset({"del", "moveFrom"})
_PROPERTIES = frozenset({"rPr", "pPr"})


class _Segment(NamedTuple):
    """``Document.text[start:end]`` stands in ``element``."""

    start: int
    end: int
    element: etree._Element


_Bounded: TypeAlias = "tuple[etree._Element, tuple[etree._Element, etree._Element]]"


class Story:
    """The tree of a part, its text nodes cut into segments on demand."""

    def __init__(self, root: etree._Element, text: str, new_id: Callable[[], str]) -> None:
        """``text`` is that of the document, ``new_id`` gives identifiers that are free in the package."""
        from baguan.readers.ooxml import text_elements

        self.root = root
        self.namespace = str(root.tag).partition("}")[0] + "}"
        self.elements = text_elements(root)
        self.paragraphs = list(root.iter(self.namespace + "p"))
        self._text = text
        self._new_id = new_id
        self._segments: dict[int, list[_Segment]] = {}
        self._fields = dict(self._live_fields())
        self._deletions: set[etree._Element] = set()  # those written here
        self._after: dict[etree._Element, etree._Element] = {}  # the insertion that follows a text
        self._inserted: dict[int, etree._Element] = {}  # pure insertions by offset

    # --- asking

    def index_of(self, element: etree._Element) -> int | None:
        """The number of a text-bearing element, as ``TextNode.node`` counts."""
        return next((index for index, each in enumerate(self.elements) if each is element), None)

    def in_text_box(self, element: etree._Element) -> bool:
        """Whether the element stands in a text box, where Word takes no comment."""
        return next(element.iterancestors(self.namespace + "txbxContent"), None) is not None

    def paragraph_of(self, element: etree._Element) -> etree._Element | None:
        """The innermost paragraph around an element."""
        return next(element.iterancestors(self.namespace + "p"), None)

    # --- cutting

    def cut(self, node: TextNode, offset: int) -> None:
        """Let a segment of ``node`` end at ``offset`` (of the document), where its element can be cut."""
        segments = self._segments_of(node)
        index = bisect.bisect_right(segments, offset, key=lambda segment: segment.start) - 1
        start, end, element = segments[max(index, 0)]
        if not start < offset < end or _name(element) != "t" or element in self._fields:
            return
        if self._place(element)[1] is not element:
            return
        second = element.makeelement(element.tag, {}, None)
        set_text(element, self._text[start:offset])
        set_text(second, self._text[offset:end])
        element.addnext(second)
        segments[index : index + 1] = [_Segment(start, offset, element), _Segment(offset, end, second)]

    def _segments_of(self, node: TextNode) -> list[_Segment]:
        if node.node not in self._segments:
            if node.node >= len(self.elements):
                raise EditError("文档内容与要标注的文件不一致")
            element = self.elements[node.node]
            own = self._text[node.start : node.end]
            if node.editable and not visible(element)[node.offset :].startswith(own):
                raise EditError("文档内容与要标注的文件不一致")
            self._segments[node.node] = [_Segment(node.start, node.end, element)]
        return self._segments[node.node]

    def _segment(self, node: TextNode, offset: int) -> _Segment:
        """The segment of ``node`` that holds the character at ``offset``."""
        segments = self._segments_of(node)
        return segments[max(bisect.bisect_right(segments, offset, key=lambda segment: segment.start) - 1, 0)]

    # --- places between runs

    def start_of(self, node: TextNode, offset: int) -> etree._Element:
        """The element before which a range that starts at ``offset`` begins."""
        inserted = self._inserted.get(offset)
        return self._before(self._segment(node, offset).element) if inserted is None else inserted

    def end_of(self, node: TextNode, offset: int) -> etree._Element:
        """The element after which a range that ends at ``offset`` is closed."""
        if offset in self._inserted:
            return self._inserted[offset]
        element = self._segment(node, offset - 1).element
        following = self._after.get(element)
        return self._behind(element) if following is None else following

    def insertion_at(self, offset: int) -> etree._Element | None:
        """The tracked insertion at ``offset`` that replaces nothing."""
        return self._inserted.get(offset)

    def _before(self, element: etree._Element) -> etree._Element:
        item, child = self._place(self._fields[element][0] if element in self._fields else element)
        return item if child is None else self._split(item, child)

    def _behind(self, element: etree._Element) -> etree._Element:
        item, child = self._place(self._fields[element][1] if element in self._fields else element)
        if child is not None and (rest := child.getnext()) is not None:
            self._split(item, rest)
        return item

    def _place(self, element: etree._Element) -> tuple[etree._Element, etree._Element | None]:
        """What stands at the level of runs around ``element``, and if that is a run, its child that leads there."""
        chain = [element]
        for ancestor in element.iterancestors():
            if ancestor.tag == self.namespace + "p":
                break
            chain.append(ancestor)
        chain.reverse()
        for each, child in zip(chain, [*chain[1:], None], strict=True):
            if _name(each) == "r" and each is not element:
                return each, child
            if each in self._deletions or not self._may_enter(each):
                return each, None
        return element, None

    def _may_enter(self, element: etree._Element) -> bool:
        from baguan.readers.docx_inline import is_live, is_locked

        name = _name(element)
        if name == "fldSimple":
            return not is_live(element.get(self.namespace + "instr", "").strip())
        return name in _CONTAINERS and not (name == "sdt" and is_locked(element))

    def _split(self, run: etree._Element, child: etree._Element) -> etree._Element:
        """Split a run so that ``child`` comes first in its run; that run is returned."""
        before = child.getprevious()
        while before is not None and _name(before) in _PROPERTIES:
            before = before.getprevious()
        if before is None:
            return run
        new = self._shell(run)
        for each in [child, *child.itersiblings()]:
            new.append(each)
        run.addnext(new)
        return new

    def _shell(self, run: etree._Element) -> etree._Element:
        """An empty run with the same properties."""
        new = _bare(run)
        properties = run.find(self.namespace + "rPr")
        if properties is not None:
            own = copy.deepcopy(properties)
            own.tail = None
            for each in own.iter(self.namespace + "rPrChange"):
                each.set(self.namespace + "id", self._new_id())
            new.append(own)
        return new

    # --- tracked changes

    def revise(self, node: TextNode, start: int, end: int, text: str, stamp: Mapping[str, str]) -> None:
        """Delete ``start:end`` of a node (cut there before) and insert ``text``, both tracked.

        Args:
            node: of the text.
            start: offset in the document.
            end: likewise; the same for a pure insertion.
            text: what is inserted.
            stamp: author and date of the revision, as attributes.

        Raises:
            EditError: the text stands where a change cannot be tracked.
        """
        segments = [each for each in self._segments_of(node) if start <= each.start < each.end <= end]
        if not segments:
            self._insert(node, start, text, stamp)
            return
        if segments[0].start != start or segments[-1].end != end:
            raise EditError("此处文字在注音或替代内容之内，不能写成修订")
        for segment in segments:
            last = self._delete(segment.element, stamp)
        if text:
            model = segments[-1].element
            inserted = self._insertion(model, text, stamp)
            self._out_of_insertions(last).addnext(inserted)
            self._after[model] = inserted

    def _insert(self, node: TextNode, offset: int, text: str, stamp: Mapping[str, str]) -> None:
        after = offset > node.start
        model = self._segment(node, offset - 1 if after else offset).element
        item, child = self._place(model)
        if child is not model:
            raise EditError("此处文字在注音或替代内容之内，不能写成修订")
        inserted = self._insertion(model, text, stamp)
        if after:
            item = self._behind(model)
            self._out_of_insertions(item).addnext(inserted)
        else:
            item = self._before(model)
            while _name(_parent(item)) in ("ins", "moveTo"):
                previous = item.getprevious()
                item = _parent(item) if previous is None else self._after_split(previous)
            item.addprevious(inserted)
        self._inserted[offset] = inserted

    def _after_split(self, item: etree._Element) -> etree._Element:
        following = self._out_of_insertions(item).getnext()
        if following is None:
            raise EditError("此处不能写成修订")
        return following

    def _delete(self, element: etree._Element, stamp: Mapping[str, str]) -> etree._Element:
        item, child = self._place(element)
        if child is not element:
            raise EditError("此处文字在注音或替代内容之内，不能写成修订")
        self._behind(element)
        run = self._split(item, element)
        deleted = self._revision("del", run, stamp)
        _parent(run).replace(run, deleted)
        deleted.append(run)
        for each in run.iter(self.namespace + "t"):
            each.tag = self.namespace + "delText"
        self._deletions.add(deleted)
        return deleted

    def _insertion(self, model: etree._Element, text: str, stamp: Mapping[str, str]) -> etree._Element:
        """An insertion that looks like ``model``'s run."""
        run = self._shell(_parent(model))
        for piece in elements_like(model, self.namespace[:-1], text):
            run.append(piece)
        inserted = self._revision("ins", run, stamp)
        inserted.append(run)
        return inserted

    def _revision(self, name: str, model: etree._Element, stamp: Mapping[str, str]) -> etree._Element:
        made = model.makeelement(self.namespace + name, {}, None)
        made.set(self.namespace + "id", self._new_id())
        for key, value in stamp.items():
            made.set(self.namespace + key, value)
        return made

    def _out_of_insertions(self, item: etree._Element) -> etree._Element:
        """What to put a new insertion after: those of others, around ``item``, are split behind it."""
        while _name(parent := _parent(item)) in ("ins", "moveTo"):
            rest = list(item.itersiblings())
            if rest:
                second = _bare(parent)
                second.set(self.namespace + "id", self._new_id())
                for each in rest:
                    second.append(each)
                parent.addnext(second)
            item = parent
        return item

    # --- fields

    def _live_fields(self) -> Iterator[_Bounded]:
        """For each text in the result of a live field that begins and ends in one paragraph: the field's two ends."""
        begun = [each for each in self.root.iter(self.namespace + "fldChar") if self._kind(each) == "begin"]
        texts = set(self.elements) if begun else set()
        for paragraph in dict.fromkeys(map(self.paragraph_of, begun)):
            if paragraph is not None:
                yield from self._fields_in(paragraph, texts)

    def _fields_in(self, paragraph: etree._Element, texts: set[etree._Element]) -> Iterator[_Bounded]:
        from baguan.readers.docx_inline import is_live

        character, instruction = self.namespace + "fldChar", self.namespace + "instrText"
        stack: list[tuple[etree._Element, list[str], list[etree._Element]]] = []
        for each in paragraph.iter():
            if each not in texts and each.tag not in (character, instruction):
                continue
            if self.paragraph_of(each) is not paragraph or self._is_removed(each):
                continue
            kind = self._kind(each)
            if kind == "begin":
                stack.append((each, [], []))
            elif kind == "end" and stack:
                begin, code, inside = stack.pop()
                if is_live("".join(code).strip()):
                    yield from ((text, (begin, each)) for text in inside)
                if stack:
                    stack[-1][2].extend(inside)
            elif stack and each.tag == instruction:
                stack[-1][1].append(each.text or "")
            elif stack and not kind:
                stack[-1][2].append(each)

    def _kind(self, element: etree._Element) -> str:
        return element.get(self.namespace + "fldCharType", "")

    def _is_removed(self, element: etree._Element) -> bool:
        return any(_name(ancestor) in _REMOVED for ancestor in element.iterancestors())


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    if parent is None:
        raise EditError("文档结构有误，不能写入")
    return parent


def _bare(element: etree._Element) -> etree._Element:
    """A new element with the same name and attributes."""
    new = element.makeelement(element.tag, {}, None)
    for key, value in element.attrib.items():
        new.set(key, value)
    return new
