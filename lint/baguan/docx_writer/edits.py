"""Text edits into a copy of a .docx.

An edit reaches the file through ``Document.nodes``.  Runs, styles and everything else stay as they are:
the new characters are shared out over the runs the old ones stood in, and every part of the package that
holds no edit is copied byte for byte.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from baguan.docx_writer.archive import copy_package, serialise
from baguan.errors import BaguanError
from baguan.model import Edit

if TYPE_CHECKING:
    from lxml import etree

    from baguan.document import Document, TextNode

_FORBIDDEN = re.compile(r"[\x00-\x08\n\x0c-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"([\t\v])")
_WHITE = " \t\n\r"
_OWN = {"tab": "\t", "ptab": "\t", "br": "\v", "cr": "\v", "noBreakHyphen": "-"}


class EditError(BaguanError):
    """An edit cannot be written into the .docx; nothing was written.

    It overlaps another, crosses a paragraph's end, holds a character XML cannot hold, or touches text that
    was computed: an automatic number, a field's result, a symbol, an object, a locked content control.
    """


class Piece(NamedTuple):
    """What happens to one node: its characters ``start:end`` (counted in the node) become ``text``."""

    node: TextNode
    start: int
    end: int
    text: str


def apply_edits(data: bytes, document: Document, edits: Sequence[Edit]) -> bytes:
    """Return a copy of the .docx ``data`` with ``edits`` applied.

    ``document`` is what ``read_docx`` made of ``data``; the offsets of the edits are those of its text.  Edits
    may come in any order; two insertions at one place keep theirs.  Reading the copy gives exactly the edited
    text, which is checked before it is returned.

    Raises:
        EditError: an edit cannot be written (see there), or the document is not that of ``data``.
        DocumentError: ``data`` is no readable .docx.
    """
    from baguan.readers.docx import read_docx
    from baguan.readers.ooxml import open_package

    changes = normalise(document, edits)
    pieces = [piece for edit in changes for piece in pieces_of(document, edit)]
    if not pieces:
        return data
    package = open_package(data)
    by_part: dict[str, dict[int, list[Piece]]] = {}
    for piece in pieces:
        by_part.setdefault(piece.node.part, {}).setdefault(piece.node.node, []).append(piece)
    new = {
        package.entry_name(part): _rewrite_part(package.read(part), part, nodes, document.text)
        for part, nodes in by_part.items()
        if part in package
    }
    result = copy_package(package, new)
    expected = document.text
    for edit in reversed(changes):
        expected = expected[: edit.start] + edit.text + expected[edit.end :]
    if read_docx(result).text != expected:
        raise EditError("改动写入后与预期不一致，已放弃写入")
    return result


def can_apply(document: Document, edit: Edit) -> bool:
    """Whether ``apply_edits`` would accept ``edit`` on its own."""
    try:
        for change in normalise(document, [edit]):
            pieces_of(document, change)
    except EditError:
        return False
    return True


def normalise(document: Document, edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order and without what they leave as it is.

    Raises:
        EditError: one is out of range, overlaps another or holds a character that cannot be written.
    """
    changes = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not 0 <= edit.start <= edit.end <= len(document.text):
            raise EditError("改动超出文档范围")
        if edit.start < position:
            raise EditError("两处改动相互重叠")
        position = edit.end
        old, text = document.text[edit.start : edit.end], edit.text
        head = 0
        while head < min(len(old), len(text)) and old[head] == text[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(text)) - head and old[-1 - tail] == text[-1 - tail]:
            tail += 1
        change = Edit(edit.start + head, edit.end - tail, text[head : len(text) - tail])
        if "\n" in document.text[change.start : change.end] or "\n" in change.text:
            raise EditError("改动跨越段落，不能写入 Word 文档")
        if _FORBIDDEN.search(change.text):
            raise EditError("改动含有 XML 不允许的控制字符，不能写入 Word 文档")
        if change.text or change.start < change.end:
            changes.append(change)
    return changes


def pieces_of(document: Document, edit: Edit) -> list[Piece]:
    """Share an edit out over the nodes it touches, as ``SourceMap.source_edits`` does over pieces.

    Raises:
        EditError: it changes text that was computed.
    """
    nodes = document.nodes
    if edit.start == edit.end:
        node = _insertion_node(document, edit.start)
        return [Piece(node, edit.start - node.start, edit.start - node.start, edit.text)]
    index = max(bisect.bisect_right(nodes, edit.start, key=lambda node: node.start) - 1, 0)
    pieces = []
    text = edit.text
    position = edit.start
    while position < edit.end:
        if index >= len(nodes) or not nodes[index].start <= position < nodes[index].end:
            raise EditError("改动所在的文字在 Word 文档里没有对应的位置")
        node = nodes[index]
        stop = min(edit.end, node.end)
        share = text if stop == edit.end else text[: stop - position]
        text = text[len(share) :]
        if share != document.text[position:stop]:
            if not _editable(node):
                raise EditError(f"“{document.text[position:stop]}”是自动编号、域或符号，不能直接改写")
            pieces.append(Piece(node, position - node.start, stop - node.start, share))
        position = stop
        index += 1
    return pieces


def _editable(node: TextNode) -> bool:
    return node.editable and node.node >= 0


def _insertion_node(document: Document, offset: int) -> TextNode:
    """The node an insertion goes into: the one it follows, else the one it precedes."""
    nodes = document.nodes
    index = bisect.bisect_left(nodes, offset, key=lambda node: node.start)
    for node in nodes[max(index - 1, 0) : index + 1]:
        if node.start <= offset <= node.end and _editable(node):
            return node
    raise EditError("此处没有可以改写的文字（空段落，或紧挨着自动编号、域、符号）")


def _rewrite_part(data: bytes, part: str, nodes: dict[int, list[Piece]], text: str) -> bytes:
    """The part with its nodes rewritten."""
    from baguan.readers.ooxml import parse_xml, text_elements

    root = parse_xml(data, part)
    elements = text_elements(root)
    twins = {index: twin for index in nodes if index < len(elements) for twin in [twin_of(elements[index])]}
    for index, pieces in nodes.items():
        node = pieces[0].node
        old = text[node.start : node.end]
        if index >= len(elements) or visible(elements[index])[node.offset :][: len(old)] != old:
            raise EditError("文档内容与要改写的文件不一致")
        new = old
        for piece in reversed(pieces):
            new = new[: piece.start] + piece.text + new[piece.end :]
        _rewrite(elements[index], new)
        twin = twins[index]
        if twin is not None:
            _rewrite(twin, new)
    return serialise(root)


def visible(element: etree._Element) -> str:
    own = _OWN.get(str(element.tag).rpartition("}")[2])
    return (element.text or "").replace("\n", " ").replace("\r", " ") if own is None else own


def twin_of(element: etree._Element) -> etree._Element | None:
    """The same text in the other alternative of ``mc:AlternateContent``.

    A text box is written twice; programs that read the other copy must see the new text as well.  ``None``
    when there is no such copy, or when the two differ already.
    """
    from baguan.readers.docx_shapes import CHOICES
    from baguan.readers.ooxml import text_elements

    def copies(alternative: etree._Element) -> list[etree._Element]:
        return [each for each in text_elements(alternative) if _is_text(each)]

    choice = next(element.iterancestors(CHOICES), None)
    if choice is None:
        return None
    alternatives = [copies(alternative) for alternative in choice]
    own = next((each for each in alternatives if element in each), None)
    for other in alternatives:
        if own is not None and other is not own and [visible(a) for a in own] == [visible(b) for b in other]:
            return other[own.index(element)]
    return None


def _is_text(element: etree._Element) -> bool:
    name = str(element.tag).rpartition("}")[2]
    return name == "t" or name in _OWN


def _rewrite(element: etree._Element, text: str) -> None:
    """Make ``element`` show ``text``; tabs and soft breaks in it become elements of their own."""
    namespace, _, name = str(element.tag).rpartition("}")
    own = _OWN.get(name)
    if own is None and not _BREAKS.search(text):
        set_text(element, text)
        return
    before = after = ""
    kept = own is not None and own in text
    if kept and own is not None:
        before, _, after = text.partition(own)
    else:
        before = text
    for piece in elements_like(element, namespace, before):
        element.addprevious(piece)
    for piece in reversed(list(elements_like(element, namespace, after))):
        element.addnext(piece)
    if not kept:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def elements_like(model: etree._Element, namespace: str, text: str) -> Iterator[etree._Element]:
    for piece in _BREAKS.split(text):
        if piece:
            name = {"\t": "tab", "\v": "br"}.get(piece, "t")
            element = model.makeelement(f"{namespace}}}{name}", {}, None)
            if name == "t":
                set_text(element, piece)
            yield element


def set_text(element: etree._Element, text: str) -> None:
    from baguan.readers.ooxml import XML_SPACE

    element.text = text
    if text != text.strip(_WHITE):
        element.set(XML_SPACE, "preserve")
