"""A table of contents against the headings and pages it lists."""

from __future__ import annotations

import difflib
import itertools
from typing import TYPE_CHECKING, NamedTuple

from baguan.document import BlockKind, MarkKind
from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document, Mark
    from baguan.model import Finding

_BASIS = Basis("Word排版惯例", "", Strength.PRACTICE)
_TITLE = lazy_pattern(r"目(?=[ \t\u3000]*[录次][ \t\u3000]*$)(?<=^[ \t\u3000]*目)", 8)  # regex.MULTILINE
_TYPED = lazy_pattern(
    r"[ \t\u3000]*(?P<title>\S[^\n\t]{0,60}?)[ \u3000]*(?:\t+|[.…·⋯﹒。]{3,}|[…⋯]{1,}|[\-—_]{4,})[ \t\u3000]*"
    r"[（(\-—]?[ ]?(?P<page>\d{1,4})[ ]?[）)\-—]?[ \t\u3000]*"
)
_FIELD = lazy_pattern(r"[ \t\u3000]*(?P<title>\S.*?)[ \t\u3000.…·⋯—\-]*(?P<page>\d{1,4})[ \t\u3000]*")
_LEVELS = lazy_pattern(r'\\o\s*"\s*(\d)\s*-\s*(\d)\s*"')
_FEWEST = 3  # lines that make a typed table of contents
_ALIKE = 0.6
_MATCHED = 0.5  # of the entries; below it the headings are no text, and nothing can be compared


class Entry(NamedTuple):
    """A line of the table of contents; ``start:end`` is its title, ``page`` the number at its end."""

    title: str
    page: int
    start: int
    end: int


class Contents(NamedTuple):
    """A table of contents: its entries, where it ends, and the instruction of its field (``""`` when typed)."""

    entries: tuple[Entry, ...]
    end: int
    code: str


def contents(document: Document) -> Contents | None:
    """The first table of contents, made by a field or typed."""
    for mark in document.marks_of(MarkKind.FIELD):
        words = mark.value.split()
        if words[:1] == ["TOC"] and r"\c" not in words and mark.end > mark.start:
            return Contents(tuple(_entries(document, mark)), mark.end, mark.value)
    return _typed(document)


def _entries(document: Document, mark: Mark) -> Iterator[Entry]:
    first = document.block_index(mark.start)
    for block in document.blocks[first:]:
        if block.start >= mark.end:
            return
        match = _FIELD.fullmatch(document.block_text(block))
        if match:
            start = block.start + match.start("title")
            yield Entry(match["title"], int(match["page"]), start, block.start + match.end("title"))


def _typed(document: Document) -> Contents | None:
    heading = _TITLE.search(document.text) if "目" in document.text else None
    if heading is None:
        return None
    found: list[Entry] = []
    end = heading.end()
    for block in document.blocks[document.block_index(heading.start()) + 1 :]:
        text = document.block_text(block)
        match = _TYPED.fullmatch(text)
        if match:
            start = block.start + match.start("title")
            found.append(Entry(match["title"], int(match["page"]), start, block.start + match.end("title")))
            end = block.end
        elif text.strip():
            break
    return Contents(tuple(found), end, "") if len(found) >= _FEWEST else None


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isalnum()).lower()


def _targets(document: Document, table: Contents) -> list[tuple[str, int, str]]:
    """What an entry may name: (plain text, offset, text) of the short lines below the table of contents."""
    found = []
    for block in document.blocks[document.block_index(max(table.end - 1, 0)) + 1 :]:
        if block.part in ("header", "footer"):
            break
        text = document.block_text(block)
        if text.strip() and len(text) <= 120:
            found.append((_plain(text), block.start, " ".join(text.split())))
    return found


def _find(entry: Entry, targets: list[tuple[str, int, str]]) -> tuple[str, int, str] | None:
    wanted = _plain(entry.title)
    return next((target for target in targets if target[0] == wanted), None) or next(
        (target for target in targets if wanted and target[0].startswith(wanted)), None
    )


_P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
_TOC = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-1" \\h</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r><w:r><w:tab/><w:t>{}</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>{}</w:t></w:r><w:r><w:tab/><w:t>{}</w:t></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
_H = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_BODY = (
    _BREAK + _H.format("一、总体要求") + _P.format("内容。") + _BREAK + _H.format("二、主要任务") + _P.format("内容。")
)
_LINES = "目　录\n一、总体要求……1\n二、主要任务……{}\n{}……5\n"
_TEXT = "一、总体要求\n内容。\n二、主要任务\n内容。\n三、保障措施\n内容。"


@document_rule(
    code="TL231",
    name="contents-title-differs",
    severity=Severity.WARNING,
    message="目录里的标题与正文不一致，请更新目录",
    basis=_BASIS,
    explanation=(
        "目录的条目在正文里找不到相同的标题时报，空格和标点不论；正文里有相近的标题就指出来。"
        "一半以上的条目都找不到的（标题是图片、正文在别的文件）不查。自动目录选中后按F9更新。"
    ),
    bad=[
        Bad(_LINES.format(3, "⟦三、保障机制⟧") + _TEXT),
        Bad(docx=_TOC.format("一、总体要求", 1, "⟦二、重点任务⟧", 2) + _BODY),
    ],
    good=[
        _LINES.format(3, "三、保障措施") + _TEXT,
        "目　录\n甲……1\n乙……2\n丙……3\n正文见附件。",
        Good(docx=_TOC.format("一、总体要求", 1, "二、主要任务", 2) + _BODY),
    ],
)
def title_differs(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Entries without a line of that text below the table of contents."""
    table = contents(document)
    if table is None or not table.entries:
        return
    targets = _targets(document, table)
    missing = [entry for entry in table.entries if _find(entry, targets) is None]
    if len(missing) > len(table.entries) * _MATCHED:
        return
    for entry in missing:
        wanted = _plain(entry.title)
        close = difflib.get_close_matches(wanted, [target[0] for target in targets], 1, _ALIKE)
        name = next((target[2] for target in targets if close and target[0] == close[0]), "")
        tail = f"，正文是“{name}”" if name else "，正文里没有这个标题"
        yield rule.at(entry.start, entry.end, message=f"目录与正文的标题不一致{tail}；请更新目录")


@document_rule(
    code="TL232",
    name="contents-pages-backwards",
    severity=Severity.WARNING,
    message="目录里的页码倒退，请更新目录",
    basis=_BASIS,
    explanation="后一条的页码小于前一条时报。",
    bad=[
        Bad(_LINES.format(9, "⟦三、保障措施⟧") + _TEXT),
    ],
    good=[_LINES.format(3, "三、保障措施") + _TEXT, Good(docx=_TOC.format("一、总体要求", 1, "二、主要任务", 1))],
)
def pages_backwards(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """An entry on an earlier page than the one before it; the first one."""
    table = contents(document)
    previous = 0
    for entry in table.entries if table else ():
        if entry.page < previous:
            message = f"目录里的页码倒退：前一条在第{previous}页，这一条在第{entry.page}页；请更新目录"
            yield rule.at(entry.start, entry.end, message=message)
            return
        previous = entry.page


@document_rule(
    code="TL233",
    name="contents-page-wrong",
    severity=Severity.WARNING,
    message="目录里的页码与正文不符，请更新目录",
    basis=_BASIS,
    explanation="两个标题之间有分页符，目录里的页码却没有相应增加时报；中间页码重新起编的不查。",
    formats=frozenset({"docx"}),
    bad=[Bad(docx=_TOC.format("一、总体要求", 1, "⟦二、主要任务⟧", 1) + _BODY)],
    good=[
        Good(docx=_TOC.format("一、总体要求", 1, "二、主要任务", 2) + _BODY),
        Good(docx=_TOC.format("一、总体要求", 1, "二、主要任务", 5) + _BODY),
    ],
)
def page_wrong(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Two entries fewer pages apart than page breaks stand between their headings."""
    table = contents(document)
    if table is None:
        return
    targets = _targets(document, table)
    places = [(entry, target[1]) for entry in table.entries if (target := _find(entry, targets))]
    breaks = [mark.start for mark in document.marks_of(MarkKind.PAGE_BREAK)]
    restarts = [section.start for section in document.sections if section.page_number_start is not None]
    for (before, start), (entry, stop) in itertools.pairwise(places):
        least = len({place for place in breaks if start < place <= stop})
        if stop <= start or any(start < place <= stop for place in restarts):
            continue
        if 0 <= entry.page - before.page < least:
            message = f"两个标题之间有{least}个分页符，目录里却从第{before.page}页到第{entry.page}页；请更新目录"
            yield rule.at(entry.start, entry.end, message=message)
            return


@document_rule(
    code="TL234",
    name="heading-not-in-contents",
    severity=Severity.WARNING,
    message="正文的标题不在目录里，请更新目录",
    basis=_BASIS,
    explanation="只查自动目录，按它所取的大纲级别（如1到3级）；合并提示一处。",
    formats=frozenset({"docx"}),
    bad=[
        Bad(docx=_TOC.format("一、总体要求", 1, "二、主要任务", 2) + _BODY + _H.format("⟦三、保障措施⟧")),
    ],
    good=[Good(docx=_TOC.format("一、总体要求", 1, "二、主要任务", 2) + _BODY)],
)
def heading_not_listed(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Headings of the levels the field asks for that no entry names."""
    table = contents(document)
    levels = _LEVELS.search(table.code) if table else None
    if table is None or levels is None or r"\b" in table.code.split() or not table.entries:
        return
    listed = {_plain(entry.title) for entry in table.entries}
    missing = []
    for block in document.blocks[document.block_index(max(table.end - 1, 0)) + 1 :]:
        level = None if block.format is None else block.format.outline_level
        if level is None or not int(levels[1]) <= level + 1 <= int(levels[2]) or block.kind is BlockKind.CELL:
            continue
        plain = _plain(document.block_text(block))
        if block.part == "body" and plain and plain not in listed:
            missing.append(block)
    if missing and len(missing) < len(listed) + len(missing):
        more = f"（共{len(missing)}处）" if len(missing) > 1 else ""
        yield rule.at(missing[0].start, missing[0].end, message=rule.message + more)


RULES: list[Rule] = [title_differs, pages_backwards, page_wrong, heading_not_listed]
