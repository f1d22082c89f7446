"""The marks at the top of a 公文: 份号, 密级和保密期限, 紧急程度, 签发人; and the lists of people of a 纪要."""

from __future__ import annotations

import datetime
import itertools
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Rule, document_rule
from baguan_rules.layout.attachments import entries
from baguan_rules.layout.common import STANDARD, STATUTORY, is_old
from baguan_rules.policy.dates import DATE, date_of, issued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding

_HEAD = "某市财政局文件\n某财发〔2024〕3号\n关于开展检查的通知\n各科室：\n请按要求办理。\n某市财政局\n2024年5月6日"
_UP = (
    "某市财政局文件\n某财发〔2024〕3号　　{}\n关于购置设备的请示\n市人民政府：\n拟购置设备，妥否，请批示。\n"
    "某市财政局\n2024年5月6日"
)
_ORDER = (ElementName.COPY_NUMBER, ElementName.SECRECY, ElementName.URGENCY)


@document_rule(
    code="TL113",
    name="header-marks-out-of-order",
    severity=Severity.WARNING,
    message="份号、密级和保密期限、紧急程度应当按这个顺序自上而下分行排列",
    basis=Basis(STANDARD, "7.2.3", Strength.MUST),
    kinds=STATUTORY,
    bad=[Bad("特急\n⟦000012⟧\n" + _HEAD), Bad("000012\n加急\n⟦机密★1年⟧\n" + _HEAD)],
    good=["000012\n机密★1年\n特急\n" + _HEAD, "特急\n" + _HEAD],
)
def marks_out_of_order(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The first mark that stands below one it should stand above."""
    marks = [element for element in document.structure.elements if element.name in _ORDER]
    for before, after in itertools.pairwise(marks):
        if _ORDER.index(after.name) < _ORDER.index(before.name):
            yield rule.at(after.start, after.end, message=f"{after.name.value}应当在{before.name.value}的上一行")
            return


@document_rule(
    code="TL114",
    name="urgency-word",
    severity=Severity.WARNING,
    message="紧急公文应当分别标注“特急”“加急”",
    basis=Basis("《党政机关公文处理工作条例》", "第九条", Strength.MUST),
    explanation="电报另有“特提”“平急”；“急件”“紧急”“火急”等不是规定的紧急程度。",
    kinds=STATUTORY,
    bad=[Bad("⟦急件⟧\n" + _HEAD), Bad("⟦紧急⟧\n" + _HEAD)],
    good=["特急\n" + _HEAD, "加急\n" + _HEAD, "平急\n" + _HEAD],
)
def urgency_word(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A mark of urgency the regulation does not know."""
    element = document.structure.first(ElementName.URGENCY)
    if element is None or is_old(document):
        return
    text = document.text[element.start : element.end].rpartition("：")[2].rpartition(":")[2]
    word = "".join(text.split())
    if word not in ("特急", "加急", "特提", "平急"):
        yield rule.at(element.start, element.end, message=f"“{word}”不是规定的紧急程度，应当标注“特急”或者“加急”")


@document_rule(
    code="TL115",
    name="signatory-form",
    severity=Severity.WARNING,
    message="“签发人”后应当用全角冒号",
    basis=Basis(STANDARD, "7.2.6", Strength.MUST),
    explanation="“签发人”三字后标全角冒号；几个签发人之间空一字，不用顿号、逗号。",
    kinds=STATUTORY,
    bad=[
        Bad(_UP.format("签发人⟦:⟧张三"), fix=_UP.format("签发人：张三")),
        Bad(_UP.format("签发人：张三⟦、⟧李四")),
    ],
    good=[_UP.format("签发人：张三"), _UP.format("签发人：张三　李四"), _UP.format("签发人：张　三")],
)
def signatory_form(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A half-width colon, or names that are not kept apart by a blank."""
    for element in document.structure.all(ElementName.SIGNATORY):
        text = document.text[element.start : element.end]
        colon = text.find(":")
        if colon >= 0:
            at = element.start + colon
            fix = Fix("“签发人”后用全角冒号", (Edit(at, at + 1, "："),), Applicability.SAFE)
            yield rule.at(at, at + 1, fix=fix)
        mark = next((place for place, character in enumerate(text) if character in "、，,"), None)
        if mark is not None:
            at = element.start + mark
            yield rule.at(at, at + 1, message="几个签发人的姓名之间空一字，不用标点")


_NOTE = "关于开展检查的通知\n各科室：\n请按要求办理。\n附件：{}\n某市财政局\n2024年5月6日"


@document_rule(
    code="TL128",
    name="attachment-numbers-out-of-sequence",
    severity=Severity.WARNING,
    message="附件的顺序号不连续",
    basis=Basis(STANDARD, "7.3.4", Strength.MUST),
    kinds=STATUTORY,
    bad=[Bad(_NOTE.format("1.检查表\n　　　3.⟦工作方案⟧")), Bad(_NOTE.format("1.检查表\n　　　1.⟦工作方案⟧"))],
    good=[_NOTE.format("1.检查表\n　　　2.工作方案"), _NOTE.format("检查表")],
)
def numbers_out_of_sequence(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A name whose number is not one more than that of the name before it; the first one."""
    listed = [entry for entry in entries(document) if entry.number]
    for place, entry in enumerate(listed, 1):
        if entry.number != place:
            yield rule.at(
                entry.start, entry.end, message=f"附件的顺序号不连续：这一件应当是{place}，现为{entry.number}"
            )
            return


_PEOPLE = lazy_pattern(
    r"^[ \t\u3000]*(?:出[ \u3000]?席|列[ \u3000]?席|请[ \u3000]?假|缺[ \u3000]?席)(?:人员)?"
    r"(?P<at>[:;；,，、]|[ \u3000]+(?=\S))",
    8,  # regex.MULTILINE
)
_MINUTES = (
    "某市人民政府常务会议纪要\n第3次会议\n2024年5月6日，张三主持召开常务会议，研究部署防汛工作。会议议定以下事项：\n"
    "一、加强值守。\n{}"
)


@document_rule(
    code="TL116",
    name="minutes-people-colon",
    severity=Severity.INFO,
    message="“出席”“列席”“请假”后标全角冒号，再写名单",
    basis=Basis(STANDARD, "10.3", Strength.GENERAL),
    genres=frozenset({"纪要"}),
    anchors=("席", "请假", "请　假"),
    bad=[
        Bad(
            _MINUTES.format("出席⟦:⟧张三、李四"),
            kind="statutory",
        )
    ],
    good=[_MINUTES.format("出席：张三、李四\n列席：王五")],
)
def people_colon(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """What follows the label of a list of people, when it is no full-width colon."""
    for match in _PEOPLE.finditer(document.text):
        yield rule.at(*match.span("at"))


_LETTER = (
    "某市财政局\n某财函〔2024〕3号\n某市财政局关于商请支持检查工作的函\n市审计局：\n请支持检查工作，特此函达。\n"
    "某市财政局\n2024年5月6日\n抄送：甲局。"
)
_PRINTED = "某市财政局办公室　　2024年5月7日印发"


@document_rule(
    code="TL117",
    name="letter-with-printer",
    severity=Severity.INFO,
    message="信函格式的版记不加印发机关和印发日期、分隔线",
    basis=Basis(STANDARD, "10.1", Strength.MUST),
    explanation="只看发文机关标志不带“文件”二字、文种是函或批复的公文；用“文件”格式发的函照常有印发机关。",
    kinds=STATUTORY,
    genres=frozenset({"函", "批复"}),
    anchors=("印发",),
    bad=[Bad(f"{_LETTER}\n⟦{_PRINTED}⟧")],
    good=[
        _LETTER,
        f"{_LETTER}\n{_PRINTED}".replace("某市财政局\n某财函", "某市财政局文件\n某财函", 1),
    ],
)
def letter_with_printer(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """印发机关和印发日期 below a letter whose mark does not end in 文件."""
    mark = document.structure.first(ElementName.ISSUER_MARK)
    printer = document.structure.first(ElementName.PRINTER)
    if mark is None or printer is None or "".join(document.text[mark.start : mark.end].split()).endswith("文件"):
        return
    yield rule.at(printer.start, printer.end)


_PASSED = lazy_pattern(
    DATE + r"(?!起|前|至|以)[^。；\n]{0,24}(?:会议|常务会|常委会|全会|党组会|大会)[^。；\n将拟定]{0,12}"
    r"(?:审议通过|讨论通过|表决通过|通过|研究同意|审议同意|研究决定)"
)
_MEETING = (
    "某市财政局关于印发《检查办法》的通知\n各科室：\n《检查办法》已经{}局党组会议审议通过，现印发给你们。\n"
    "某市财政局\n2024年5月6日"
)


@document_rule(
    code="TL118",
    name="date-before-its-meeting",
    severity=Severity.WARNING,
    message="成文日期早于文中会议通过的日期，请核对",
    basis=Basis("《党政机关公文处理工作条例》", "第九条", Strength.MUST),
    explanation=(
        "成文日期署会议通过或者负责人签发的日期，不会早于它所依据的会议。只看“×年×月×日……会议……通过（研究同意）”这样写明的日期。"
    ),
    kinds=STATUTORY,
    anchors=("会",),
    bad=[Bad(_MEETING.format("⟦2024年5月16日⟧"))],
    good=[
        _MEETING.format("2024年5月6日"),
        _MEETING.format("2024年4月30日"),
        _MEETING.format("2024年5月16日").replace("\n2024年5月6日", "\n2024年　月　日"),
        "某市财政局关于召开会议的通知\n各科室：\n定于2024年5月16日召开会议，审议通过有关事项。\n某市财政局\n2024年5月6日",
    ],
)
def before_its_meeting(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A meeting in the body that passed something after the 成文日期."""
    body = document.structure.first(ElementName.BODY)
    element = document.structure.first(ElementName.DATE)
    day = issued(document)
    if body is None or element is None or day is None:
        return
    for match in _PASSED.finditer(document.text, body.start, body.end):
        met = date_of(match)
        planned = document.text[max(match.start() - 6, 0) : match.start()]
        if met is not None and met > day and not any(word in planned for word in ("将", "拟", "定于", "计划")):
            yield rule.at(
                match.start(), match.end("day") + 1, message=f"成文日期{_shown(day)}早于会议通过的{_shown(met)}，请核对"
            )


def _shown(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


RULES: list[Rule] = [
    marks_out_of_order,
    urgency_word,
    signatory_form,
    numbers_out_of_sequence,
    people_colon,
    letter_with_printer,
    before_its_meeting,
]
