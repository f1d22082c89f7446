"""Numbers of tables and figures (表1、图2－1): their sequence, and what the text refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Rule, document_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding

_BASIS = Basis("图表编号的通行写法", "", Strength.PRACTICE)
_CAPTION = lazy_pattern(
    r"^[ \t\u3000]*(?P<label>(?P<kind>附?[表图])[ \u3000]?(?P<chapter>\d{1,2}[\-－–—.．])?(?P<number>\d{1,3}))"
    r"(?:[ \t\u3000]+|[：:][ \u3000]?)(?P<title>[^\s\d][^\n]{0,44})$",
    8,  # regex.MULTILINE
)
_REFERENCE = lazy_pattern(
    r"(?P<kind>[表图])(?<=[见如据按由从].)[ ]?(?P<number>\d{1,3})(?![\d\-－–—.．]|[ ]?[号式样格例片组])(?=[^\n])"
)
_SENTENCE = "。；，"
_ANCHORS = tuple(f"{kind}{blank}{digit}" for kind in "表图" for blank in ("", " ", "\u3000") for digit in range(1, 10))


class Caption(NamedTuple):
    """A caption: 表 or 图, the chapter before its number (``""`` without), the number, its label's place."""

    kind: str
    chapter: str
    number: int
    start: int
    end: int


def captions(document: Document) -> list[Caption]:
    """Short lines that begin with the number of a table or a figure; 续表 and lists of tables are none."""
    found = []
    for match in _CAPTION.finditer(document.text):
        title = match["title"].rstrip()
        if title[-1:] in _SENTENCE or title[-1:].isdigit() or "。" in title:
            continue  # a sentence, or a line of a table of contents
        chapter = (match["chapter"] or "").rstrip("-－–—.．")
        found.append(Caption(match["kind"], chapter, int(match["number"]), *match.span("label")))
    return found


def _starts_anew(document: Document, before: Caption, after: Caption) -> bool:
    names = {ElementName.ATTACHMENT, ElementName.TITLE, ElementName.DATE}
    return any(
        before.end <= element.start <= after.start for element in document.structure.elements if element.name in names
    )


@document_rule(
    code="TL141",
    name="caption-out-of-sequence",
    severity=Severity.WARNING,
    message="图、表的编号不连续",
    basis=_BASIS,
    explanation="表1之后是表3、编号重复或者倒退时报；按章编号的（表2－1）每章另计；附件另计；重新从1编起的不报。",
    anchors=_ANCHORS,
    bad=[
        Bad("表1　各县任务\n内容。\n⟦表3⟧　进度安排\n内容。"),
        Bad("图1　流程\n内容。\n⟦图1⟧　机构\n内容。\n图2　分布"),
        Bad("表2-1　各县任务\n内容。\n⟦表2-3⟧　进度安排\n内容。"),
    ],
    good=[
        "表1　各县任务\n内容。\n图1　流程\n表2　进度安排\n内容。",
        "表1-1　各县任务\n表1-2　进度\n表2-1　经费",
        "表1　各县任务\n内容。\n表1（续）\n表2　进度",
        "表1　各县任务\n表1　各乡任务",
    ],
)
def out_of_sequence(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A number that is neither the next one nor a new beginning."""
    last: dict[tuple[str, str], Caption] = {}
    for caption in captions(document):
        before = last.get((caption.kind, caption.chapter))
        last[caption.kind, caption.chapter] = caption
        if before is None or _starts_anew(document, before, caption) or caption.number == before.number + 1:
            continue
        label, earlier = document.text[caption.start : caption.end], document.text[before.start : before.end]
        if caption.number > before.number + 1:
            message = f"编号不连续：“{earlier}”之后是“{label}”"
        elif caption.number == before.number and _goes_on(document, caption):
            message = f"编号重复：“{label}”出现了两次"
        elif 1 < caption.number < before.number:
            message = f"编号倒退：“{earlier}”之后是“{label}”"
        else:
            continue
        yield rule.at(caption.start, caption.end, message=message)


def _goes_on(document: Document, caption: Caption) -> bool:
    """Whether the count goes on after ``caption``: then a repeated number is a slip and no new count."""
    return any(
        other.kind == caption.kind and other.chapter == caption.chapter and other.number == caption.number + 1
        for other in captions(document)
        if other.start > caption.start
    )


@document_rule(
    code="TL142",
    name="reference-to-missing-caption",
    severity=Severity.WARNING,
    message="文中引用的图、表不存在",
    basis=_BASIS,
    explanation="文中有连续编号的图（表），却引用了更大的编号时报；引用他文的、按章编号的不查。",
    anchors=_ANCHORS,
    bad=[Bad("任务见表1，进度见⟦表3⟧。\n表1　各县任务\n内容。\n表2　进度安排\n内容。")],
    good=[
        "任务见表1，进度见表2。\n表1　各县任务\n内容。\n表2　进度安排\n内容。",
        "任务见表5。",
        "任务见表1，进度见《方案》表3。\n表1　各县任务\n表2　进度安排",
        "任务见表1、见表5-2。\n表1　各县任务\n表2　进度安排",
    ],
)
def missing_caption(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """References beyond the last number of that kind."""
    known: dict[str, set[int]] = {}
    for caption in captions(document):
        if caption.chapter:
            return
        known.setdefault(caption.kind, set()).add(caption.number)
    for match in _REFERENCE.finditer(document.text) if known else ():
        numbers = known.get(match["kind"], set())
        number = int(match["number"])
        if len(numbers) >= 2 and number > max(numbers) and not document.in_title_marks(*match.span()):
            yield rule.at(*match.span(), message=f"文中只编到{match['kind']}{max(numbers)}，没有{match[0]}")


RULES: list[Rule] = [out_of_sequence, missing_caption]
