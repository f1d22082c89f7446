"""Measures of a Word document that layout rules and ``baguan format`` share.

What a font belongs to, how far apart lines are, where a paragraph starts, which paragraphs are the body, which pages
show a number.  Nothing here says what is right.
"""

from __future__ import annotations

import bisect
import functools
import math
from typing import TYPE_CHECKING, Any

from baguan.document import BlockKind, MarkKind
from baguan.lazy import lazy_pattern
from baguan.outline import ElementName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baguan.document import Block, Document
    from baguan.wordformat import PageNumber, Run, Section

_CHINESE = lazy_pattern("[\u4e00-\u9fff]+")
BLANKS = " \u3000\t"
_FAMILIES = {
    "仿宋": ("仿宋", "fangsong"),
    "黑体": ("黑体", "simhei", "heiti"),
    "楷体": ("楷体", "kaiti", "simkai"),
    "小标宋": ("小标宋", "xiaobiaosong", "xbsj"),
    "宋体": ("宋体", "simsun", "songti"),
}
_SIZES: dict[float, str] = {
    42: "初号",
    36: "小初",
    26: "一号",
    24: "小一",
    22: "二号",
    18: "小二",
    16: "三号",
    15: "小三",
    14: "四号",
}
_SIZES |= {12: "小四", 10.5: "五号", 9: "小五"}


@functools.cache
def family(font: str) -> str:
    """The family a Chinese font belongs to, or its own name."""
    lowered = font.lower()
    return next((name for name, marks in _FAMILIES.items() if any(mark in lowered for mark in marks)), font)


def size_name(size: float) -> str:
    """A size in points with its Chinese name."""
    name = _SIZES.get(size)
    return f"{name}（{size:g}磅）" if name else f"{size:g}磅"


_CACHE = "_baguan_wordmeasure"  # what many rules ask for is worked out once a document


def _remembered(document: Document, name: str) -> dict[Any, Any]:
    """A table of that name that lives as long as the document."""
    tables: dict[str, dict[Any, Any]] = document.__dict__.setdefault(_CACHE, {})
    return tables.setdefault(name, {})


def body_blocks(document: Document) -> list[Block]:
    """The paragraphs of the body text: no tables, no headings on a line of their own, nothing centred."""
    known = _remembered(document, "body")
    if "blocks" not in known:
        known["blocks"] = _body_blocks(document)
    found: list[Block] = known["blocks"]
    return found


def _body_blocks(document: Document) -> list[Block]:
    body = document.structure.first(ElementName.BODY)
    if body is None:
        return []
    alone = {
        heading.start: heading
        for heading in document.structure.headings
        if heading.stop - heading.start <= 30 and "。" not in document.text[heading.start : heading.stop]
    }
    found = []
    for block in document.blocks[document.block_index(body.start) :]:
        if block.start >= body.end:
            break
        text = document.block_text(block)
        first = block.start + len(text) - len(text.lstrip())
        centred = block.format is not None and block.format.alignment == "center"
        if (
            block.part == "body"
            and block.kind is not BlockKind.TITLE
            and text.strip()
            and not centred
            and first not in alone
        ):
            found.append(block)
    return found


def runs(document: Document, block: Block) -> Sequence[tuple[Run, int]]:
    """The runs of a paragraph with how many Chinese characters each holds there."""
    known = _remembered(document, "runs")
    found: list[tuple[Run, int]] | None = known.get(block.start)
    if found is None:
        found = known[block.start] = []
        all_runs, text = document.runs, document.text
        index = bisect.bisect_right(all_runs, block.start, key=lambda run: run.end)
        while index < len(all_runs) and all_runs[index].start < block.end:
            run = all_runs[index]
            words = _CHINESE.findall(text, max(run.start, block.start), min(run.end, block.end))
            count = sum(map(len, words))
            found.append((run, count))
            index += 1
    return found


def title_blocks(document: Document) -> list[Block]:
    title = document.structure.first(ElementName.TITLE)
    if title is None:
        return []
    first, last = document.block_index(title.start), document.block_index(max(title.end - 1, title.start))
    return [block for block in document.blocks[first : last + 1] if document.block_text(block).strip()]


def run_at(document: Document, offset: int) -> Run | None:
    """The run that holds the character at ``offset``."""
    index = bisect.bisect_right(document.runs, offset, key=lambda run: run.start) - 1
    run = document.runs[index] if index >= 0 else None
    return run if run is not None and run.start <= offset < run.end else None


def blocks_of(document: Document, name: ElementName) -> list[Block]:
    """The filled paragraphs of the body that an element stands in."""
    found = []
    for element in document.structure.all(name):
        first, last = document.block_index(element.start), document.block_index(max(element.end - 1, element.start))
        found += [
            block
            for block in document.blocks[first : last + 1]
            if block.part == "body" and document.block_text(block).strip()
        ]
    return found


def starts_in(document: Document, block: Block) -> float:
    """How far from the left edge the first line starts, in characters: indents and typed blanks together."""
    form = block.format
    size = next((run.size for run, _ in runs(document, block) if run.size), None) or 16.0
    text = document.block_text(block)
    blanks = text[: len(text) - len(text.lstrip(BLANKS))]
    typed = sum({" ": 0.5, "\u3000": 1.0}.get(character, 2.0) for character in blanks)
    if form is None:
        return typed
    first = form.first_line_chars if form.first_line_chars is not None else (form.first_line or 0.0) / size
    left = form.left_chars if form.left_chars is not None else (form.left or 0.0) / size
    return typed + first + left


_LINE_HEIGHT = 1.15  # of a Chinese font, to its size


def section_at(document: Document, offset: int) -> Section | None:
    return next((section for section in document.sections if section.start <= offset <= section.end), None)


def line_pitch(document: Document, block: Block) -> float | None:
    """Points from line to line in a paragraph, as Word sets them; ``None`` when the file does not say."""
    form = block.format
    if form is None:
        return None
    size = max((run.size or 0.0 for run, count in runs(document, block) if count), default=0.0) or 16.0
    natural = size * _LINE_HEIGHT
    if form.line_rule == "exact" and form.line:
        return form.line
    section = section_at(document, block.start)
    single = natural
    if section is not None and section.grid_type in ("lines", "linesAndChars", "snapToChars") and form.snap_to_grid:
        pitch = section.grid_line_pitch
        if pitch:
            single = pitch * max(1, math.ceil(round(natural / pitch, 3)))
    if form.line_rule == "atLeast" and form.line:
        return max(form.line, single)
    return single * (form.line if form.line else 1.0)


def page_numbers(document: Document) -> list[tuple[Section, PageNumber]]:
    """Every header and footer in force, section by section."""
    return [(section, number) for section in document.sections for number in section.page_numbers]


def has_number(section: Section, variant: str) -> bool:
    """Whether the pages of that variant (default, first, even) show an automatic page number."""
    return any(number.has_field for number in section.page_numbers if number.variant == variant)


def numbered(section: Section) -> bool:
    """Whether any page of the section shows an automatic page number."""
    return any(number.has_field for number in section.page_numbers)


def two_sided(document: Document) -> bool:
    """Whether odd and even pages have headers and footers of their own."""
    return document.properties.get("even_and_odd_headers") == "true"


def own_count(document: Document, section: Section) -> bool:
    """Whether a section may well count its pages anew: the body after a cover or a table of contents."""
    import regex

    before = document.sections[: section.index - 1]
    last = before[-1]
    if not numbered(last) or last.page_number_format != section.page_number_format:
        return True
    head = document.text[: section.start]
    contents = any(mark.value.split()[:1] == ["TOC"] for mark in document.marks_of(MarkKind.FIELD))
    return contents or regex.search(r"^[ \t\u3000]*目[ \u3000]*[录次][ \t\u3000]*$", head, regex.MULTILINE) is not None


def imprint_only(document: Document, section: Section) -> bool:
    """Whether a section holds nothing but the 版记; such a page after a blank one has no number (7.5)."""
    imprint = {ElementName.COPY_TO, ElementName.PRINTER, ElementName.NOTE}
    starts = [element.start for element in document.structure.elements if element.name in imprint]
    text = document.text[section.start : section.end]
    first = section.start + len(text) - len(text.lstrip())
    return not text.strip() or any(start == first for start in starts)
