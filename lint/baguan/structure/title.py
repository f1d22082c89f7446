"""The title of a document: by its style, by its 文种, or by its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.document import BlockKind
from baguan.outline import Element, ElementName
from baguan.structure.genre import genre_of
from baguan.structure.lines import Line, Lines, look
from baguan.structure.patterns import DATE_ONLY, HEADNOTE, LONGEST_TITLE, NUMBER, ORDINAL, SENTENCE, SHORT

if TYPE_CHECKING:
    from baguan.structure.header import Head

TITLE_LINES = 6


def read_title(window: list[Line], first: int, lines: Lines, head: Head) -> int:
    """Take the title; return the index of the line after it."""
    styled = _styled_title(window, first, lines)
    found = styled or _genre_title(window, first) or _plain_title(window, first, head)
    if found is None:
        _order_title(head, lines)
        return first
    start, stop = found
    head.elements.append(Element(ElementName.TITLE, window[start].start, window[stop - 1].end))
    head.title = join(window[start:stop])
    head.genre = genre_of(head.title)
    return stop


def _is_title_line(line: Line) -> bool:
    text = line.text
    if len(text) > LONGEST_TITLE:
        return False
    if text.endswith(("。", "；")) and "关于" in text and genre_of(text):
        text = text[:-1]  # a fault the layout rules report; it is a title all the same
    return (
        len(text) <= (LONGEST_TITLE if genre_of(text) else SHORT)
        and not SENTENCE.search(text)
        and not text.endswith(("：", ":", "，", ","))
        and not HEADNOTE.fullmatch(text)
        and not ORDINAL.match(text)
        and not DATE_ONLY.fullmatch(text)
        and not NUMBER.fullmatch(text.strip("（）()"))
        and line.block.kind is not BlockKind.CELL
    )


def join(part: list[Line]) -> str:
    return "".join(line.compact for line in part)


def _order_title(head: Head, lines: Lines) -> None:
    """A 令 or 纪要 has no title of its own: the 发文机关标志 says what it is."""
    for element in head.elements:
        if element.name is ElementName.ISSUER_MARK:
            mark = "".join(lines.text[element.start : element.end].split())
            head.genre = genre_of(mark.removesuffix("文件"))
            if head.genre and head.genre != "命令":
                head.title = mark


def _styled_title(window: list[Line], first: int, lines: Lines) -> tuple[int, int] | None:
    """A title by its style: Word's Title, the first ``#`` of Markdown, or large centred lines."""
    start = None
    for index in range(first, min(len(window), first + 8)):
        line = window[index]
        appearance = look(lines.document, line)
        wanted = line.block.kind is BlockKind.TITLE or (
            appearance.centred and appearance.size >= 18 and not appearance.red and _is_title_line(line)
        )
        if wanted and len(line.text) <= LONGEST_TITLE:
            start = index if start is None else start
            if line.block.kind is BlockKind.TITLE and lines.document.format == "md":
                return start, index + 1
        elif start is not None:
            return start, index
    return None


def _genre_title(window: list[Line], first: int) -> tuple[int, int] | None:
    for start in range(first, min(len(window), first + 6)):
        if not _is_title_line(window[start]):
            if "。" in window[start].text:
                return None
            continue
        stop = _title_stop(window, start)
        if stop is not None:
            return _repeated(window, start, stop)
    return None


def _title_stop(window: list[Line], start: int) -> int | None:
    """Where a title that begins at ``start`` ends: at the last line that closes it with a 文种."""
    best = None
    for stop in range(start + 1, min(len(window), start + TITLE_LINES) + 1):
        line = window[stop - 1]
        if not _is_title_line(line) or (
            stop - 1 > start
            and line.compact.startswith(("关于", "主题词"))
            and genre_of(join(window[start : stop - 1]))
        ):
            break
        joined = join(window[start:stop])
        if genre_of(joined) and ("关于" in joined or len(joined) <= 40):
            if (
                best is not None
                and not line.compact.startswith(("的", "（", "("))
                and genre_of(line.compact) != line.compact
            ):
                break
            best = stop
    return best


def _repeated(window: list[Line], start: int, stop: int) -> tuple[int, int]:
    """A web copy may give the title twice; the second one is the document's."""
    size = stop - start
    again = window[stop : stop + size]
    if len(again) == size and join(again) == join(window[start:stop]):
        return stop, stop + size
    return start, stop


def _plain_title(window: list[Line], first: int, head: Head) -> tuple[int, int] | None:
    """A title without a 文种: the short lines right at the top, up to the addressee or the first sentence."""
    if head.formal and any(genre_of(_compact_mark(head, window)) == genre for genre in ("命令", "纪要")):
        return None
    stop = first
    while stop < min(len(window), first + 3) and _is_title_line(window[stop]):
        stop += 1
        if not head.formal and not window[stop - 1].compact.startswith("关于"):
            break
    return (first, stop) if stop > first else None


def _compact_mark(head: Head, window: list[Line]) -> str:
    marks = [element for element in head.elements if element.name is ElementName.ISSUER_MARK]
    return "".join(line.compact for line in window if marks and marks[0].start <= line.start < marks[0].end)
