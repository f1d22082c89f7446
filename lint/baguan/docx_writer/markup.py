"""Findings written into a copy of a .docx: comments on their exact range, fixes as tracked changes."""

from __future__ import annotations

import bisect
import posixpath
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from baguan.docx_writer.archive import copy_package, serialise
from baguan.docx_writer.comments import add_comments
from baguan.docx_writer.edits import EditError, Piece, normalise, pieces_of, twin_of
from baguan.docx_writer.story import Story
from baguan.lazy import lazy_pattern
from baguan.model import Edit, Span

if TYPE_CHECKING:
    from lxml import etree

    from baguan.document import Block, Document, TextNode
    from baguan.readers.ooxml import Package

AUTHOR = "把关"
GATHERED = "以下问题在页眉、页脚、脚注、尾注或文本框中，那里不能加批注，集中列在此处："
_IDENTIFIERS = lazy_pattern(r':id="(\d{1,10})"')


class Comment(NamedTuple):
    """A comment on ``Document.text[start:end]``.

    ``place`` and ``lines`` together say it all when it cannot stand where it belongs; ``whole`` widens an empty
    range to its paragraph.
    """

    start: int
    end: int
    lines: tuple[str, ...]
    place: str = ""
    whole: bool = False


def annotate(
    data: bytes,
    document: Document,
    comments: Sequence[Comment],
    edits: Sequence[Edit] = (),
    *,
    title: Span | None = None,
    author: str = AUTHOR,
    date: datetime,
) -> bytes:
    """Return a copy of the .docx ``data`` with ``comments``, and with ``edits`` as tracked changes.

    Args:
        data: the file.
        document: what ``read_docx`` made of it; offsets are those of its text.
        comments: in any order.
        edits: as for ``apply_edits``; accepting all of them gives what that gives, rejecting all the old text.
        title: where comments go that Word does not allow in their place; the first paragraph without it.
        author: of comments and changes.
        date: likewise, the changes of every other paragraph two minutes later; one without a zone is taken as UTC.

    Returns:
        The copy; parts that hold no mark are the same bytes.

    Raises:
        EditError: an edit cannot be written, there is no paragraph for a comment, or the document is not that of
            ``data``.
        DocumentError: ``data`` is no readable .docx.
    """
    from baguan.readers.docx import read_docx
    from baguan.readers.ooxml import open_package

    changes = normalise(document, edits)
    if not comments and not changes:
        return data
    markup = _Markup(open_package(data), document, author, date)
    markup.write(changes, comments, title)
    result = markup.packed()
    expected = document.text
    for edit in reversed(changes):
        expected = expected[: edit.start] + edit.text + expected[edit.end :]
    if read_docx(result).text != expected:
        raise EditError("批注、修订写入后与预期不一致，已放弃写入")
    return result


class _Markup:
    """The work on one package."""

    def __init__(self, package: Package, document: Document, author: str, date: datetime) -> None:
        self._package = package
        self._document = document
        self._main = package.main_part()
        self._folder = posixpath.dirname(self._main)
        zoned = (date if date.tzinfo else date.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
        # LibreOffice takes a change at the end of a paragraph and one at the start of the next, of one author within a
        # minute, for a single change with the line break in it: those of every other paragraph come two minutes later.
        moments = (zoned, zoned + timedelta(minutes=2))
        self._stamps = [{"author": author, "date": each.strftime("%Y-%m-%dT%H:%M:%SZ")} for each in moments]
        self._used = set(self._identifiers())
        self._last = 0
        self._stories: dict[str, Story] = {}
        self._comments: list[tuple[str, Sequence[str]]] = []

    def _identifiers(self) -> Iterator[int]:
        """Every identifier in the parts of the document: of comments, revisions, bookmarks."""
        for entry in self._package.archive.infolist():
            if entry.filename.lower().endswith(".xml") and posixpath.dirname(entry.filename) == self._folder:
                content = self._package.read(entry.filename).decode("utf-8", "replace")
                yield from (int(match[1]) for match in _IDENTIFIERS.finditer(content))

    def _new_id(self) -> str:
        self._last += 1
        while self._last in self._used:
            self._last += 1
        return str(self._last)

    def _story(self, part: str) -> Story:
        if part not in self._stories:
            from baguan.readers.ooxml import parse_xml

            root = parse_xml(self._package.read(part), part)
            self._stories[part] = Story(root, self._document.text, self._new_id)
        return self._stories[part]

    def write(self, changes: Sequence[Edit], comments: Sequence[Comment], title: Span | None) -> None:
        """Cut everything first, then track the changes, then set the comments around them."""
        pieces = [piece for edit in changes for piece in self._tracked(edit)]
        anchored, gathered = self._anchors(comments)
        for piece in pieces:
            for offset in (piece.start, piece.end):
                self._story(piece.node.part).cut(piece.node, piece.node.start + offset)
        story = self._story(self._main) if comments else None
        for comment, nodes in anchored:
            if story is not None and nodes:
                story.cut(nodes[0], comment.start)
                story.cut(nodes[-1], comment.end)
        for piece in pieces:
            start, end = piece.node.start + piece.start, piece.node.start + piece.end
            stamp = self._stamps[self._document.block_index(start) % 2]
            self._story(piece.node.part).revise(piece.node, start, end, piece.text, stamp)
        if gathered:
            anchored.insert(0, self._gathered(gathered, title))
        for comment, nodes in anchored:
            if story is not None:
                self._set(story, comment, nodes)

    def packed(self) -> bytes:
        """The new package."""
        new = {self._package.entry_name(part): serialise(story.root) for part, story in self._stories.items()}
        if self._comments:
            stamp = {**self._stamps[0], "initials": self._stamps[0]["author"]}
            namespace = self._stories[self._main].namespace
            new.update(add_comments(self._package, self._main, namespace, self._comments, stamp))
        return copy_package(self._package, new)

    def _tracked(self, edit: Edit) -> Iterator[Piece]:
        """The pieces of an edit; those of a text box once for each of its two copies."""
        for piece in pieces_of(self._document, edit):
            yield piece
            story = self._story(piece.node.part)
            twin = twin_of(story.elements[piece.node.node])
            index = None if twin is None else story.index_of(twin)
            if index is not None:
                yield piece._replace(node=piece.node._replace(node=index, offset=0))

    # --- comments

    def _anchors(self, comments: Sequence[Comment]) -> tuple[list[tuple[Comment, Sequence[TextNode]]], list[Comment]]:
        """Where each comment goes (its nodes; none: an empty paragraph), and those that cannot."""
        anchored: list[tuple[Comment, Sequence[TextNode]]] = []
        gathered = []
        for comment in sorted(comments, key=lambda comment: (comment.start, comment.end)):
            found = self._anchor(comment)
            if found is None:
                gathered.append(comment)
            else:
                anchored.append(found)
        return anchored, gathered

    def _anchor(self, comment: Comment) -> tuple[Comment, Sequence[TextNode]] | None:
        block = self._document.block_at(comment.start)
        paragraph = self._paragraph(block)
        if paragraph is None:
            return None
        if comment.start == comment.end and not comment.whole:
            near = [node for node in self._nodes(comment.start - 1, comment.end + 1) if node.end > block.start]
            near = [node for node in near if node.start <= comment.start <= node.end and node.start <= block.end]
            if near:
                return comment, near
        nodes = self._nodes(comment.start, comment.end)
        if not nodes:  # nothing of it is text of the file: a missing thing, an automatic number
            nodes = self._nodes(block.start, block.end)
            if not nodes:
                return comment, ()
            comment = comment._replace(start=nodes[0].start, end=nodes[-1].end)
        start, end = max(comment.start, nodes[0].start), min(comment.end, nodes[-1].end)
        return comment._replace(start=start, end=end), nodes

    def _nodes(self, start: int, end: int) -> list[TextNode]:
        """The nodes of the main part that hold something of ``start:end`` and may be commented."""
        nodes = self._document.nodes
        index = max(bisect.bisect_right(nodes, start, key=lambda node: node.start) - 1, 0)
        story = self._story(self._main)
        found = []
        while index < len(nodes) and nodes[index].start < end:
            node = nodes[index]
            if node.end > start and node.part == self._main and node.node >= 0:
                found.append(node)
            index += 1
        return [node for node in found if not story.in_text_box(story.elements[node.node])]

    def _paragraph(self, block: Block) -> etree._Element | None:
        """The paragraph of a block, if Word takes a comment there."""
        part, _, number = block.path.partition("#p")
        if part != self._main or not number.isdigit():
            return None
        story = self._story(part)
        index = int(number) - 1
        if not 0 <= index < len(story.paragraphs) or story.in_text_box(story.paragraphs[index]):
            return None
        return story.paragraphs[index]

    def _gathered(self, comments: Sequence[Comment], title: Span | None) -> tuple[Comment, Sequence[TextNode]]:
        """One comment for all that cannot stand in their place."""
        lines = [GATHERED]
        for comment in comments:
            lines += [f"【{comment.place}】{comment.lines[0]}", *comment.lines[1:]]
        spans = [] if title is None else [title]
        spans += [Span(block.start, block.end) for block in self._document.blocks if block.start < block.end]
        spans += [Span(block.start, block.end) for block in self._document.blocks]
        for span in spans:
            found = self._anchor(Comment(span.start, span.end, tuple(lines), whole=True))
            if found is not None:
                return found
        raise EditError("正文没有段落，无法加批注")

    def _set(self, story: Story, comment: Comment, nodes: Sequence[TextNode]) -> None:
        identifier = self._new_id()
        self._comments.append((identifier, comment.lines))
        w = story.namespace
        first = story.root.makeelement(w + "commentRangeStart", {w + "id": identifier}, None)
        last = story.root.makeelement(w + "commentRangeEnd", {w + "id": identifier}, None)
        run = story.root.makeelement(w + "r", {}, None)
        run.append(run.makeelement(w + "commentReference", {w + "id": identifier}, None))
        if not nodes:
            paragraph = self._paragraph(self._document.block_at(comment.start))
            if paragraph is None:
                raise EditError("正文没有段落，无法加批注")
            paragraph.extend([first, last, run])
            return
        if comment.start < comment.end:
            start, end = story.start_of(nodes[0], comment.start), story.end_of(nodes[-1], comment.end)
            end.addnext(run)
            end.addnext(last)
            start.addprevious(first)
            return
        inserted = story.insertion_at(comment.start)
        if inserted is not None:
            inserted.addprevious(first)
            inserted.addnext(run)
            inserted.addnext(last)
            return
        if nodes[0].start < comment.start:
            item = story.end_of(nodes[0], comment.start)
            for each in (run, last, first):
                item.addnext(each)
        else:
            item = story.start_of(nodes[-1], comment.start)
            for each in (first, last, run):
                item.addprevious(each)
