"""附件说明 and the attachments themselves."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

from baguan.lazy import compile_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Rule, document_rule
from baguan_rules.layout.common import STANDARD, STATUTORY, element_lines, is_old, sign_off

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding

_NOTE_BASIS = Basis(STANDARD, "7.3.4", Strength.MUST)
_PAGE_BASIS = Basis(STANDARD, "7.3.7", Strength.MUST)
_LABEL = r"附[ \u3000]?件[ \u3000]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?[ \u3000]?(?P<colon>[：:])?"
_ENTRY = r"(?P<number>\d{1,2})(?P<mark>[.．、])?[ \t\u3000]*(?P<name>.*)"
_FORWARDING = r"印发|转发|批转"
_ALIKE = 0.6


class Entry(NamedTuple):
    """One name of the 附件说明: ``start:end`` is the name without its number, which is 0 when it has none."""

    number: int
    name: str
    start: int
    end: int
    mark: str = ""


class Page(NamedTuple):
    """One attachment in the file: its label and what stands in its first lines."""

    number: int
    start: int
    end: int
    lines: tuple[str, ...]


def _note(document: Document) -> tuple[int, int] | None:
    """The 附件说明 above the 成文日期 (what follows the date are the attachments themselves)."""
    limit = sign_off(document)
    return next(
        (
            (element.start, element.end)
            for element in document.structure.all(ElementName.ATTACHMENT_NOTE)
            if element.start < limit
        ),
        None,
    )


def entries(document: Document) -> list[Entry]:
    """The names listed in the 附件说明."""

    note = _note(document)
    if note is None:
        return []
    found: list[Entry] = []
    for index, (start, end) in enumerate(element_lines(document, *note)):
        line = document.text[start:end]
        if index == 0:
            label = compile_pattern(_LABEL + r"[ \t\u3000]*").match(line)
            skip = label.end() if label else 0
            start, line = start + skip, line[skip:]
            if label and label["number"]:
                line_number = _value(label["number"])
                found.append(Entry(line_number, line, start, end))
                continue
        else:
            label = compile_pattern(_LABEL + r"[ \t\u3000]*").match(line)
            if label and label["number"]:
                found.append(Entry(_value(label["number"]), line[label.end() :], start + label.end(), end))
                continue
        if not line:
            continue
        match = compile_pattern(_ENTRY).fullmatch(line)
        if match and match["mark"]:
            found.append(Entry(int(match["number"]), match["name"], start + match.start("name"), end, match["mark"]))
        elif found:
            last = found[-1]
            found[-1] = Entry(last.number, last.name + line, last.start, end, last.mark)
        else:
            found.append(Entry(0, line, start, end))
    return found


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    digits = "〇一二三四五六七八九"
    return (digits.index(tens) if tens else 1) * 10 * bool(ten) + (digits.index(ones) if ones else 0)


def pages(document: Document) -> list[Page]:
    """The attachments that stand in the file."""

    limit = sign_off(document)
    found = []
    for name in (ElementName.ATTACHMENT_NOTE, ElementName.ATTACHMENT):
        for element in document.structure.all(name):
            if element.start < limit and name is ElementName.ATTACHMENT_NOTE:
                continue
            spans = list(element_lines(document, element.start, element.end))[:7]
            label = compile_pattern(_LABEL).fullmatch(document.text[spans[0][0] : spans[0][1]]) if spans else None
            if label is None:
                continue
            lines = tuple(document.text[start:end] for start, end in spans[1:])
            number = _value(label["number"]) if label["number"] else 0
            found.append(Page(number, spans[0][0], spans[0][1], lines))
    return sorted(found, key=lambda page: page.start)


def _forwards(document: Document) -> bool:

    title = document.structure.first(ElementName.TITLE)
    return title is not None and compile_pattern(_FORWARDING).search(document.text[title.start : title.end]) is not None


_HEAD = "关于开展检查的通知\n各科室：\n请按要求办理。\n"
_FOOT = "\n某市财政局\n2024年5月6日"


@document_rule(
    code="TL121",
    name="attachment-note-label",
    severity=Severity.WARNING,
    message="附件说明应当写作“附件：”，多件时在名称前用“1.”“2.”编号",
    basis=_NOTE_BASIS,
    explanation="“附件1：”“附件一：”“附件：1、”“附件:”都不合；只有一件时不编号（惯例）。",
    kinds=STATUTORY,
    bad=[
        Bad(_HEAD + "⟦附件1：⟧检查表" + _FOOT),
        Bad(_HEAD + "⟦附件:⟧检查表" + _FOOT),
        Bad(_HEAD + "附件：⟦1、⟧检查表\n2、工作方案" + _FOOT),
        Bad(_HEAD + "附件：⟦1.⟧检查表" + _FOOT),
    ],
    good=[
        _HEAD + "附件：检查表" + _FOOT,
        _HEAD + "附件：1.检查表\n　　　2.工作方案" + _FOOT,
        _HEAD + "附件：2024年检查表" + _FOOT,
    ],
)
def note_label(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The label and the first number of the 附件说明."""

    note = _note(document)
    if note is None or is_old(document):
        return
    label = compile_pattern(_LABEL).match(document.text, *note)
    if label is None or (label["colon"] is None and not label["number"]):
        return
    if label["number"]:
        yield rule.at(*label.span(), message="附件说明写作“附件：”，顺序号写在冒号后：“附件：1.名称”；只有一件时不编号")
        return
    if label["colon"] == ":":
        yield rule.at(*label.span(), message="“附件”后应当用全角冒号“：”")
        return
    listed = entries(document)
    numbered = compile_pattern(r"[ \t\u3000]*(?P<at>\d{1,2}[.．、])").match(document.text, label.end(), note[1])
    if numbered is None or not listed:
        return
    if numbered["at"][-1] == "、":
        yield rule.at(*numbered.span("at"), message="附件的顺序号用阿拉伯数字加点，写作“1.”，不写作“1、”")
    elif len(listed) == 1:
        yield rule.at(*numbered.span("at"), message="只有一件附件时不编顺序号（惯例）", severity=Severity.INFO)


@document_rule(
    code="TL122",
    name="attachment-name-end-mark",
    severity=Severity.ERROR,
    message="附件名称后不加标点",
    basis=_NOTE_BASIS,
    kinds=STATUTORY,
    bad=[
        Bad(_HEAD + "附件：检查表⟦。⟧" + _FOOT, fix=_HEAD + "附件：检查表" + _FOOT),
        Bad(
            _HEAD + "附件：1.检查表⟦；⟧\n　　　2.工作方案⟦。⟧" + _FOOT,
            fix=_HEAD + "附件：1.检查表\n　　　2.工作方案" + _FOOT,
        ),
    ],
    good=[_HEAD + "附件：1.检查表\n　　　2.工作方案（试行）" + _FOOT, _HEAD + "附件：《检查办法》" + _FOOT],
)
def name_end_mark(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A full stop, semicolon or comma after a name of the 附件说明."""
    if is_old(document):
        return
    for entry in entries(document):
        if entry.end > entry.start and document.text[entry.end - 1] in "。；，、;,":
            fix = Fix("删去附件名称后的标点", (Edit(entry.end - 1, entry.end, ""),), Applicability.SAFE)
            yield rule.at(entry.end - 1, entry.end, fix=fix)


@document_rule(
    code="TL123",
    name="attachment-name-in-title-marks",
    severity=Severity.INFO,
    message="附件说明中的附件名称一般不加书名号",
    basis=Basis("附件说明的通行写法", "", Strength.PRACTICE),
    kinds=STATUTORY,
    bad=[Bad(_HEAD + "附件：⟦《检查办法》⟧" + _FOOT)],
    good=[_HEAD + "附件：检查办法" + _FOOT, _HEAD + "附件：《检查办法》修改情况说明" + _FOOT],
)
def name_in_title_marks(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A name that is one 《…》; the first place stands for all."""

    wrapped = [entry for entry in entries(document) if compile_pattern(r"《[^《》]+》").fullmatch(entry.name)]
    if wrapped:
        yield rule.at(wrapped[0].start, wrapped[0].end)


def _plain(text: str) -> str:

    return str(compile_pattern(r"[^\u4e00-\u9fffA-Za-z0-9]").sub("", text))


@document_rule(
    code="TL124",
    name="attachments-disagree",
    severity=Severity.ERROR,
    message="附件的顺序号、标题应当与附件说明一致",
    basis=_PAGE_BASIS,
    explanation=(
        "附件说明和附件都在同一文件内、而序号或者名称确实不同时报。只差空格、换行、书名号、括号的不报；附件另存他处的只提示；"
        "标题含印发、转发、批转的不查（附件可能属于被转发的文件）。"
    ),
    kinds=STATUTORY,
    bad=[
        Bad(_HEAD + "附件：1.检查表\n2.工作方案" + _FOOT + "\n附件1\n检查表\n附件2\n⟦工作的方案⟧\n一、总则"),
        Bad(_HEAD + "附件：1.检查表\n2.工作方案" + _FOOT + "\n附件1\n检查表\n⟦附件3⟧\n工作方案\n一、总则"),
    ],
    good=[
        _HEAD + "附件：1.检查表\n2.工作方案" + _FOOT + "\n附件1\n检查表\n附件2\n某市财政局\n《工作方案》\n一、总则",
        _HEAD + "附件：检查表" + _FOOT + "\n附件\n检 查 表\n序号",
        "关于印发《检查办法》的通知\n各科室：\n请按要求办理。\n附件：检查办法" + _FOOT + "\n附件\n登记表",
    ],
)
def attachments_disagree(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Numbers and names of the 附件说明 against the attachments in the file."""
    listed, present = entries(document), pages(document)
    if not listed or not present or _forwards(document):
        return
    names = {entry.number or 1: entry.name for entry in listed}
    for page in present:
        name = names.get(page.number or (1 if len(listed) == 1 else 0))
        if name is None:
            if page.number:
                yield rule.at(page.start, page.end, message=f"附件说明里没有附件{page.number}")
            continue
        yield from _compare(document, rule, page, name)


def _compare(document: Document, rule: DocumentRule, page: Page, name: str) -> Iterator[Finding]:
    wanted = _plain(name)
    joined = _plain("".join(page.lines[:4]))
    if not wanted or not joined or wanted in joined:
        return
    # The title is the line most like the name; a page without any such line (a form, an image) tells nothing.
    title = max(page.lines[:4], key=lambda line: difflib.SequenceMatcher(None, _plain(line), wanted).ratio())
    ratio = difflib.SequenceMatcher(None, _plain(title), wanted).ratio()
    start = document.text.find(title, page.end)
    if ratio < _ALIKE or start < 0:
        return
    message = f"附件的标题“{title.strip()}”与附件说明中的“{name.strip()}”不一致"
    yield rule.at(start, start + len(title), message=message)


@document_rule(
    code="TL125",
    name="attachment-not-listed",
    severity=Severity.WARNING,
    message="正文提到的附件不在附件说明里",
    basis=_PAGE_BASIS,
    explanation="正文写“见附件3”而附件说明只列到两件，或者全文没有附件说明也没有附件页时报。提到他文附件的不查。",
    kinds=STATUTORY,
    anchors=("见附件", "附件"),
    bad=[
        Bad("关于开展检查的通知\n各科室：\n请按要求办理（⟦见附件3⟧）。\n附件：1.检查表\n2.工作方案" + _FOOT),
        Bad("关于开展检查的通知\n各科室：\n请按要求办理（⟦见附件⟧）。" + _FOOT),
    ],
    good=[
        "关于开展检查的通知\n各科室：\n请按要求办理（见附件2）。\n附件：1.检查表\n2.工作方案" + _FOOT,
        "关于开展检查的通知\n各科室：\n请按要求办理（见附件）。\n附件：检查表" + _FOOT,
        "关于开展检查的通知\n各科室：\n请按要求办理（见附件）。" + _FOOT + "\n附件\n检查表",
        "关于开展检查的通知\n各科室：\n名单见《办法》附件3。" + _FOOT,
    ],
)
def attachment_not_listed(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """References of the body beyond what the 附件说明 and the attachments hold; the first place of each number."""

    body = document.structure.first(ElementName.BODY)
    if body is None or _forwards(document):
        return
    numbers = {entry.number for entry in entries(document)} | {page.number for page in pages(document)}
    count = max([*numbers, len(entries(document))], default=0)
    reached: set[int] = set()
    pattern = compile_pattern(r"(?:详?见|参见|按照?)附件(?P<number>\d{1,2}|[一二三四五六七八九]{1,2})?(?![的》\d])")
    for match in pattern.finditer(document.text, body.start, body.end):
        number = _value(match["number"]) if match["number"] else 0
        known = bool(numbers) if number == 0 else number <= max(count, 0) and bool(numbers)
        if known or number in reached or document.in_title_marks(*match.span()):
            continue
        reached.add(number)
        message = f"正文提到附件{number}，附件说明里没有" if number else "正文写有“见附件”，文后没有附件说明"
        yield rule.at(*match.span(), message=message)


@document_rule(
    code="TL126",
    name="attachment-page-label",
    severity=Severity.WARNING,
    message="附件页左上角的“附件”及顺序号后不加冒号",
    basis=_PAGE_BASIS,
    kinds=STATUTORY,
    bad=[
        Bad(
            _HEAD + "附件：检查表" + _FOOT + "\n附件⟦：⟧\n检查表\n序号\n项目",
            fix=_HEAD + "附件：检查表" + _FOOT + "\n附件\n检查表\n序号\n项目",
        )
    ],
    good=[_HEAD + "附件：检查表" + _FOOT + "\n附件\n检查表\n序号"],
)
def page_label(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A colon after the label of an attachment page."""
    for page in pages(document):
        if document.text[page.end - 1] in "：:":
            fix = Fix("删去冒号", (Edit(page.end - 1, page.end, ""),), Applicability.UNSAFE)
            yield rule.at(page.end - 1, page.end, fix=fix)


@document_rule(
    code="TL127",
    name="attachment-is-the-forwarded-document",
    severity=Severity.INFO,
    message="被印发、转发的文件不作附件，一般不写附件说明，直接另面编排",
    basis=Basis("印发、转发类公文的通行写法", "", Strength.PRACTICE),
    kinds=STATUTORY,
    bad=[Bad("关于印发《检查办法》的通知\n各科室：\n现印发给你们，请按要求办理。\n⟦附件：检查办法⟧" + _FOOT)],
    good=[
        "关于印发《检查办法》的通知\n各科室：\n现印发给你们，请按要求办理。" + _FOOT,
        "关于印发《检查办法》的通知\n各科室：\n现印发给你们。\n附件：登记表" + _FOOT,
        _HEAD + "附件：检查办法" + _FOOT,
    ],
)
def forwarded_as_attachment(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A 附件说明 whose only name is that of the document the title forwards."""
    listed = entries(document)
    title = document.structure.first(ElementName.TITLE)
    note = _note(document)
    if len(listed) != 1 or title is None or note is None or not _forwards(document):
        return
    if _plain(listed[0].name) and _plain(listed[0].name) in _plain(document.text[title.start : title.end]):
        yield rule.at(*note)


RULES: list[Rule] = [
    note_label,
    name_end_mark,
    name_in_title_marks,
    attachments_disagree,
    attachment_not_listed,
    page_label,
    forwarded_as_attachment,
]
