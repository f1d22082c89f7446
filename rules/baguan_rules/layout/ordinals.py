"""层次序数: their sequence, order of levels and marks."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Rule, document_rule
from baguan_rules.layout.common import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.outline import Heading

_SEQUENCE = Basis(STANDARD, "7.3.3", Strength.GENERAL)
_ARTICLE_BASIS = Basis("《立法技术规范（试行）》", "", Strength.PRACTICE)
_DIVISIONS = ("第一编", "第一篇", "第一章", "第一节")
_ARTICLE = "第一条"
_NUMERALS = "〇一二三四五六七八九十"


class List:
    """Consecutive headings of one form under one parent."""

    __slots__ = ("headings", "parent", "style")

    def __init__(self, style: str, headings: list[Heading] | None = None, parent: Heading | None = None) -> None:
        self.style = style
        self.headings = [] if headings is None else headings
        self.parent = parent


def _boundaries(document: Document) -> list[int]:
    """Where numbering may start anew: titles and attachments, and whatever stands after the sign-off."""
    names = {ElementName.ATTACHMENT, ElementName.TITLE, ElementName.DATE}
    return sorted(element.start for element in document.structure.elements if element.name in names)


def lists(document: Document) -> list[List]:
    """The lists of the document, articles and divisions of laws left out."""
    made: list[List] = []
    stack: list[List] = []
    limits = _boundaries(document)
    reached = 0
    for heading in document.structure.headings:
        while reached < len(limits) and limits[reached] <= heading.start:
            stack.clear()
            reached += 1
        if heading.style == _ARTICLE or heading.style in _DIVISIONS:
            stack.clear()
            continue
        depth = next((depth for depth, one in enumerate(stack) if one.style == heading.style), None)
        if depth is None:
            parent = stack[-1].headings[-1] if stack else None
            stack.append(List(heading.style, [heading], parent))
            made.append(stack[-1])
            continue
        del stack[depth + 1 :]
        if heading.ordinal == 1:  # a list of the same form that starts anew without a parent of its own
            stack[depth] = List(heading.style, [heading], stack[depth].parent)
            made.append(stack[depth])
        else:
            stack[depth].headings.append(heading)
    return made


def _label(document: Document, heading: Heading) -> str:
    return document.text[heading.start : heading.end].strip()


def _shown(style: str, ordinal: int) -> str:
    """An ordinal in the form of ``style``."""
    if style == _ARTICLE:
        return f"第{_chinese(ordinal)}条"
    if "1" in style:
        return style.replace("1", str(ordinal))
    if style == "①":
        return chr(ord("①") + ordinal - 1)
    return style.replace("一", _chinese(ordinal))


def _chinese(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_NUMERALS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_NUMERALS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_NUMERALS[ones] if ones else "")


_FAR = 5  # a wider gap is a quotation or a list of its own, not a slip


def _checked(document: Document) -> Iterator[tuple[int, Heading, Heading]]:
    """Each heading that does not follow the one before it in its list: the number expected, that one, the heading.

    One wrong number among right ones (一、三、三、四、) is one slip: the count goes on as if it were right.
    """
    for one in lists(document):
        value = one.headings[0].ordinal
        for index, (before, heading) in enumerate(itertools.pairwise(one.headings)):
            expected = value + 1
            value = heading.ordinal
            if value == expected or abs(value - before.ordinal) > _FAR or _runs_in(document, before, heading):
                continue
            following = one.headings[index + 2].ordinal if index + 2 < len(one.headings) else None
            if following == expected + 1:
                value = expected
            yield expected, before, heading


def _beginnings(document: Document) -> Iterator[Heading]:
    """The first heading of each list that starts at two or three and carries on no list before it."""
    last: dict[str, int] = {}
    for one in lists(document):
        first = one.headings[0]
        parent = one.parent
        origin = parent.end if parent else 0
        carries_on = last.get(one.style) == first.ordinal - 1
        if first.ordinal in (2, 3) and not carries_on and len(one.headings) > 1:
            expected = _shown(one.style, 1)
            between = document.text[origin : first.start]
            if expected not in between and expected.replace("（", "(").replace("）", ")") not in between:
                yield first
        last[one.style] = one.headings[-1].ordinal


def _runs_in(document: Document, before: Heading, heading: Heading) -> bool:
    """Whether the ordinal that should stand before ``heading`` stands inside a paragraph between the two."""
    expected = _shown(heading.style, heading.ordinal - 1)
    between = document.text[before.end : heading.start]
    return expected in between or expected.replace("（", "(").replace("）", ")") in between


@document_rule(
    code="TL301",
    name="ordinal-skipped",
    severity=Severity.WARNING,
    message="层次序数断号",
    basis=_SEQUENCE,
    explanation="同一层的序数应当依次连续。新的上级标题下重新编号、附件另起编号、表格里的序号不查。",
    bad=[
        Bad("一、总体要求\n内容。\n二、主要任务\n内容。\n⟦四、⟧保障措施\n内容。"),
        Bad("一、任务\n（一）抓生产。\n（二）抓安全。\n⟦（四）⟧抓落实。"),
        Bad("一、总体要求\n⟦三、⟧主要任务\n三、保障措施\n四、附则"),
    ],
    good=[
        "一、总体要求\n（一）原则。\n（二）目标。\n二、任务\n（一）生产。\n（二）安全。",
        "一、总体要求\n二、任务\n1.生产\n2.安全\n三、保障",
        "第一条 为了规范。\n第二条 适用范围。",
    ],
)
def ordinal_skipped(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A gap between two headings of one list."""
    for number, before, heading in _checked(document):
        if heading.ordinal > number:
            expected = _shown(heading.style, number)
            message = (
                f"层次序数断号：“{_label(document, before)}”之后应当是“{expected}”，不是“{_label(document, heading)}”"
            )
            yield rule.at(heading.start, heading.end, message=message)
    for heading in _beginnings(document):
        message = f"层次序数断号：这一组序数从“{_label(document, heading)}”开始，前面没有“{_shown(heading.style, 1)}”"
        yield rule.at(heading.start, heading.end, message=message)


@document_rule(
    code="TL302",
    name="ordinal-repeated",
    severity=Severity.WARNING,
    message="层次序数重号",
    basis=_SEQUENCE,
    bad=[
        Bad("一、总体要求\n内容。\n二、主要任务\n内容。\n⟦二、⟧保障措施\n内容。"),
        Bad("一、总体要求\n二、主要任务\n⟦二、⟧保障措施\n四、附则"),
    ],
    good=["一、总体要求\n（一）原则。\n二、任务\n（一）生产。", "一、甲\n二、乙\n三、丙"],
)
def ordinal_repeated(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The same ordinal twice in one list."""
    for number, _, heading in _checked(document):
        if heading.ordinal == number - 1:
            expected = _shown(heading.style, number)
            message = f"层次序数重号：“{_label(document, heading)}”出现了两次，按次序应当是“{expected}”"
            yield rule.at(heading.start, heading.end, message=message)


@document_rule(
    code="TL303",
    name="ordinal-backwards",
    severity=Severity.WARNING,
    message="层次序数倒退",
    basis=_SEQUENCE,
    bad=[Bad("一、总体要求\n内容。\n二、主要任务\n内容。\n三、保障\n⟦二、⟧措施\n内容。")],
    good=["一、甲\n二、乙\n三、丙", "一、甲\n1.子\n2.丑\n3.寅\n二、乙\n1.子"],
)
def ordinal_backwards(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """An ordinal lower than the one before it, and not one; the items of articles are lists of their own."""
    articles = any(heading.style == _ARTICLE for heading in document.structure.headings)
    for number, before, heading in _checked(document):
        if heading.ordinal < number - 1 and not articles:
            message = f"层次序数倒退：“{_label(document, before)}”之后是“{_label(document, heading)}”"
            yield rule.at(heading.start, heading.end, message=message)


@document_rule(
    code="TL304",
    name="article-out-of-sequence",
    severity=Severity.WARNING,
    message="条文的条序不连续",
    basis=_ARTICLE_BASIS,
    explanation="“第×条”全文连续编号，不因章、节另起。“第×条之一”、附件和被引用的条文另计。",
    anchors=("条",),
    bad=[
        Bad("第一条 为了规范，制定本办法。\n第二条 本办法适用于本市。\n⟦第四条⟧ 本办法自发布之日起施行。"),
        Bad("第一条 为了规范，制定本办法。\n第二条 本办法适用于本市。\n⟦第二条⟧ 本办法自发布之日起施行。"),
    ],
    good=[
        "第一章 总则\n第一条 为了规范。\n第二条 适用。\n第二章 附则\n第三条 施行。",
        "第一条 为了规范。\n第一条之一 补充。\n第二条 适用。",
    ],
)
def article_sequence(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """第×条 in sequence; a new count may begin at one."""
    last: Heading | None = None
    for heading in document.structure.headings:
        if heading.style != _ARTICLE:
            continue
        label = _label(document, heading)
        if "之" in label:
            continue
        if last is not None and heading.ordinal not in (last.ordinal + 1, 1):
            if abs(heading.ordinal - last.ordinal) > _FAR:
                continue
            if not _runs_in(document, last, heading):
                message = f"条序不连续：“{_label(document, last)}”之后是“{label}”"
                yield rule.at(heading.start, heading.end, message=message)
        last = heading


@document_rule(
    code="TL305",
    name="ordinal-levels-reversed",
    severity=Severity.INFO,
    message="层次序数的次序依次是“一、”“（一）”“1.”“（1）”，上下级颠倒",
    basis=_SEQUENCE,
    explanation="国标写“依次可以用”，只有两层时用“一、”“1.”是通行写法，不报；只报下级用了比上级更高一级的序数。",
    bad=[Bad("（一）总体要求\n⟦一、⟧原则\n二、目标\n（二）任务")],
    good=["一、总体要求\n1.原则\n2.目标\n二、任务", "一、总体要求\n（一）原则\n1.目标\n（1）任务"],
)
def levels_reversed(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A list whose parent belongs to a lower level; the first place stands for all."""
    found = [
        one
        for one in lists(document)
        if one.parent is not None and one.parent.level and one.headings[0].level and len(one.headings) > 1
        if one.headings[0].level < one.parent.level and one.headings[0].ordinal == 1
    ]
    if found and not any(heading.style == _ARTICLE for heading in document.structure.headings):
        first = found[0].headings[0]
        yield rule.at(first.start, first.end)


@document_rule(
    code="TL306",
    name="mixed-arabic-ordinals",
    severity=Severity.INFO,
    message="同一组序数里混用“1.”和“1、”",
    basis=_SEQUENCE,
    bad=[Bad("一、任务\n1.生产\n⟦2、⟧安全\n3.环保")],
    good=["一、任务\n1.生产\n2.安全\n3.环保", "一、任务\n1、生产\n2、安全"],
)
def mixed_arabic(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A number that carries on a list of the other form; the first place stands for all."""
    for before, heading in itertools.pairwise(document.structure.headings):
        if {before.style, heading.style} == {"1.", "1、"} and heading.ordinal == before.ordinal + 1:
            yield rule.at(heading.start, heading.end)
            return


_HEADING_LENGTH = 30


def _alone_with_stop(document: Document, heading: Heading) -> bool:
    text = document.text[heading.end : heading.stop].strip()
    return (
        2 <= len(text) <= _HEADING_LENGTH and text[-1] == "。" and not any(mark in text[:-1] for mark in "。，；：！？")
    )


def _is_alone(document: Document, heading: Heading) -> bool:
    text = document.text[heading.end : heading.stop].strip()
    return len(text) <= _HEADING_LENGTH and not any(mark in text for mark in "。；：;")


def _stopped(document: Document, headings: Sequence[Heading]) -> list[Heading]:
    """Headings that end in a full stop among siblings that do not."""
    stopped = [heading for heading in headings if _alone_with_stop(document, heading)]
    plain = [heading for heading in headings if _is_alone(document, heading)]
    return stopped if stopped and len(plain) >= len(stopped) and len(stopped) + len(plain) == len(headings) else []


@document_rule(
    code="TL307",
    name="heading-end-mark",
    severity=Severity.WARNING,
    message="独立成行的小标题末尾不加句号",
    basis=Basis("GB/T 15834—2011", "附录B.4", Strength.PRACTICE),
    explanation="同级的小标题都独立成行，有的加了句号、有的没加时报；标题后接正文的、列举项不查。",
    bad=[
        Bad("一、总体要求\n内容充实。\n二、主要任务⟦。⟧\n内容具体。\n三、保障措施\n内容明确。"),
    ],
    good=[
        "一、总体要求\n内容。\n二、主要任务\n内容。",
        "一、总体要求。要提高认识。\n二、主要任务。要狠抓落实。",
        "（一）抓生产。\n（二）抓安全。",
        "（一）抓生产；\n（二）抓安全。",
    ],
)
def heading_end_mark(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A full stop after a heading on its own line, beside siblings without one."""
    for one in lists(document):
        if one.style not in ("一、", "（一）", "1.") or len(one.headings) < 2:
            continue
        for heading in _stopped(document, one.headings):
            end = heading.stop - (
                len(document.text[heading.start : heading.stop])
                - len(document.text[heading.start : heading.stop].rstrip())
            )
            yield rule.at(end - 1, end)


@document_rule(
    code="TL308",
    name="half-width-ordinal-brackets",
    severity=Severity.INFO,
    message="第四层序数写作“（1）”，用全角圆括号",
    basis=_SEQUENCE,
    bad=[Bad("一、任务\n⟦(1)⟧生产\n(2)安全")],
    good=["一、任务\n（1）生产\n（2）安全", "见公式\nf(1)的值"],
)
def half_width_ordinal(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """(1) in half-width brackets; the first place stands for all ((一) is a matter of punctuation)."""
    found = [
        heading
        for heading in document.structure.headings
        if heading.style == "（1）" and document.text[heading.start] == "(" and document.text[heading.end - 1] == ")"
    ]
    if found:
        more = f"（全文共{len(found)}处）" if len(found) > 1 else ""
        yield rule.at(found[0].start, found[0].end, message=rule.message + more)


RULES: list[Rule] = [
    ordinal_skipped,
    ordinal_repeated,
    ordinal_backwards,
    article_sequence,
    levels_reversed,
    mixed_arabic,
    heading_end_mark,
    half_width_ordinal,
]
