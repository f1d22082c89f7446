"""The handling proposal (拟办意见): who leads, by when, and what the reader is asked to decide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, Rule, document_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_REGULATION = "《党政机关公文处理工作条例》"
_ANCHORS = ("拟办",)

_LABEL = lazy_pattern(
    r"(?:^|\n)[ \t\u3000]*(?:[一二三四五六七八九十\d]+[、.．][ \t\u3000]*)?(?:办公室|文秘|秘书)?"
    r"拟[ \u3000]*办(?:[ \u3000]*意[ \u3000]*见)?"
    r"(?:[ \t\u3000]*[：:]|[ \t\u3000]*(?=\n))"
)
# A line that ends the proposal: the next field of the form, or a signature with a date.
_NEXT_FIELD = lazy_pattern(
    r"[ \t\u3000]*(?:领导|批示|审批|签批|承办|办理|会签|备注|处理|阅办|传阅|来文|收文|主办|分管|主管|单位负责人"
    r"|[（(]?盖章)[^，。；]{0,10}(?:[：:]|$)"
    r"|[ \t\u3000]*[\u4e00-\u9fff]{2,4}[ \t\u3000]+\d{4}年|[ \t\u3000]*\d{4}[年.\-/]"
)
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """The text of a proposal, ``text[start:end]`` of the document."""

    start: int
    end: int
    text: str


def proposals(document: Document) -> Iterator[Proposal]:
    """The proposals of a document: after a label at the start of a line, or in the field below it."""
    text = document.text
    for match in _LABEL.finditer(text):
        start, end = match.end(), _line_end(text, match.end())
        if not text[start:end].strip():
            end = _field_end(text, end)
        bare = text[start:end].strip()
        if bare:
            first = text.index(bare, start)
            yield Proposal(first, first + len(bare), bare)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _field_end(text: str, end: int) -> int:
    """Where the field that begins on the line after ``end`` stops: at the next field or an empty line."""
    for _ in range(_MOST_LINES):
        stop = _line_end(text, end + 1)
        line = text[end + 1 : stop]
        if not line.strip() or _NEXT_FIELD.match(line):
            break
        end = stop
    return end


_UNIT = r"[\u4e00-\u9fff×]{1,12}(?:局|委|厅|科|股|处|中心|公司|政府|街道|镇|乡|办公室|部门|单位|[一-龥]办)"
# What somebody is asked to do with it; without any of it the proposal hands the paper on unread.
_DO = lazy_pattern(
    r"承办|主办|牵头|研办|研究|研提|办理|落实|提出|处理|答复|反馈"
    r"|会同|配合|负责|起草|汇总|参会|参加|出席|知悉|执行|存档|存阅|归档|组织|转|印发|传达|建议|同意|拟以|报送"
)
_READ = (
    r"(?:拟|建议)?(?:呈|报|送|请|恭请|呈请|拟请|呈送|报请)[^，。；：请\n]{0,30}?"
    r"(?:阅示|阅处|阅批|批阅|批示|审示|审阅|审定|审批|阅知|阅|指示|阅办|定夺|酌处)(?:为盼)?"
)
_EMPTY = lazy_pattern(
    rf"{_READ}(?:[，、；和并。 ]*(?:并|再)?{_READ}){{0,3}}[。！]?"
    r"(?:[ \t\u3000]+[\u4e00-\u9fff]{2,4})?(?:[ \t\u3000]*\d[\d年月日.\-/]*)?"
)


@document_rule(
    code="CL101",
    name="empty-proposal",
    severity=Severity.WARNING,
    message="拟办意见只写请人阅示，没有写明来文要求、建议由谁承办和何时办结",
    basis=Basis(_REGULATION, "第二十四条（四）", Strength.MUST),
    explanation="拟办意见一般包括来文概要、办理依据、建议的承办单位（主办在前）、时限和呈批的领导，供领导决策时取舍。",
    anchors=_ANCHORS,
    bad=[
        Bad("拟办意见：⟦请张县长阅示。⟧\n"),
        Bad("收文处理单\n拟办意见\n⟦呈请领导批示，请李主任阅处。⟧\n领导批示\n"),
        Bad("拟办：⟦拟请王局长阅处⟧\n"),
    ],
    good=[
        "拟办意见：来文要求8月底前报送防汛总结。建议由防汛办主办，办公室协助，8月25日前报分管领导审定。请张县长阅示。\n",
        "拟办意见：转防汛办研办，请李主任阅示。\n",
        "工作人员应当提出拟办意见：写明承办单位。\n",
        "三、拟办意见的写法\n拟办意见不能只写“请领导阅示”。\n",
    ],
)
def empty_proposal(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a proposal that asks to read and says nothing else."""
    for proposal in proposals(document):
        if says_nothing(proposal.text):
            yield rule.at(proposal.start, proposal.end)


def says_nothing(text: str) -> bool:
    """Whether a proposal only asks somebody to read."""
    bare = re.sub(r"\s+", " ", text.strip())
    return bool(not _DO.search(bare) and _EMPTY.fullmatch(bare) and not re.search(rf"请{_UNIT}(?:阅处|阅办)", bare))


_SEVERAL = lazy_pattern(
    rf"(?:(?:建议|拟)(?:请|转|由)?|请|转|由|送|交)(?P<units>{_UNIT}(?:(?:[、，和及与]|以及){_UNIT})+)(?:等(?:部门|单位))?"
    r"(?:共同|联合|一并|按(?:照)?职责(?:分工)?|分别|认真|抓紧|及时|尽快)*(?:研究|办理|研办|阅处|阅办|处理|落实|提出|研提|承办|负责|答复)"
)
_LEAD = lazy_pattern(r"主办|牵头|会同|配合|协办|协助|为主|[（(](?:主|牵头)|负总责|排名第一")


@document_rule(
    code="CL102",
    name="no-lead-unit",
    severity=Severity.WARNING,
    message="拟办意见列了几个承办单位，没有明确由谁主办（牵头）",
    basis=Basis(_REGULATION, "第二十四条（四）", Strength.MUST),
    explanation="需要两个以上部门办理的，应当明确主办部门，其余写“配合”“会同”。",
    anchors=_ANCHORS,
    bad=[
        Bad("拟办意见：来文征求意见。请⟦县水利局、县财政局⟧研究提出意见，8月25日前报县政府办公室。\n"),
        Bad("拟办意见：建议由⟦防汛办和工程股⟧共同办理。\n"),
    ],
    good=[
        "拟办意见：请县水利局牵头，会同县财政局研究提出意见，8月25日前报县政府办公室。\n",
        "拟办意见：请县水利局研究提出意见。\n",
        "拟办意见：请县水利局、县财政局办理，县水利局主办。\n",
        "会议要求，请县水利局、县财政局研究提出意见，并对拟办事项负责。\n",
    ],
)
def no_lead_unit(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a proposal that gives a matter to several units and puts none of them in charge."""
    for proposal in proposals(document):
        span = units_without_lead(proposal.text)
        if span:
            yield rule.at(proposal.start + span[0], proposal.start + span[1])


def units_without_lead(text: str) -> tuple[int, int] | None:
    """Where a proposal names several units of which none leads."""
    match = _SEVERAL.search(text)
    return match.span("units") if match and not _LEAD.search(text) else None


_DEADLINE = lazy_pattern(
    r"日前|月底|周[一二三四五六日]前|时限|尽快|立即|当日|今日|明日|工作日|小时|限期|按时|按期|\d日|之前|按要求|按规定|上旬|中旬|下旬"
)
_ASSIGNED = lazy_pattern(
    rf"(?:请|转|由|交|建议|拟请|拟由){_UNIT}[^。；]{{0,20}}?(?:主办|牵头|承办|研办|办理|研究|落实|提出|答复|负责)"
)


@document_rule(
    code="CL103",
    name="proposal-without-deadline",
    severity=Severity.INFO,
    message="拟办意见没有写办理时限；紧急公文应当明确时限，一般公文也宜写明",
    basis=Basis(_REGULATION, "第二十四条（四）", Strength.GENERAL),
    anchors=_ANCHORS,
    bad=[Bad("拟办意见：⟦来文征求意见。请县水利局牵头研究提出意见。⟧\n")],
    good=[
        "拟办意见：来文征求意见。请县水利局牵头研究提出意见，8月25日前报县政府办公室。\n",
        "拟办意见：请张县长阅示。\n",
    ],
)
def proposal_without_deadline(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a proposal that gives a matter to a unit and names no time."""
    for proposal in proposals(document):
        if assigns(proposal.text) and not names_a_time(proposal.text):
            yield rule.at(proposal.start, proposal.end)


def assigns(text: str) -> bool:
    """Whether a proposal gives the matter to a unit."""
    return _ASSIGNED.search(text) is not None


def names_a_time(text: str) -> bool:
    """Whether a proposal says by when."""
    return _DEADLINE.search(text) is not None


@document_rule(
    code="CL104",
    name="proposal-decides",
    severity=Severity.INFO,
    message="拟办意见供领导决策参考，不替领导表态，宜写“拟同意，请××审定”",
    basis=Basis("公文办理惯例"),
    anchors=_ANCHORS,
    bad=[Bad("拟办意见：⟦同意⟧拨付，请财务股办理。\n"), Bad("拟办意见：⟦同意。⟧\n")],
    good=["拟办意见：拟同意拨付，请张县长审定。\n", "拟办意见：建议同意拨付，请张县长审定。\n"],
)
def proposal_decides(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a proposal that begins with consent."""
    for proposal in proposals(document):
        end = decides(proposal.text)
        if end:
            yield rule.at(proposal.start, proposal.start + end)


def decides(text: str) -> int:
    """The length of the words with which a proposal decides what is for the leader to decide; 0 when it does not."""
    match = re.match(r"(?:同意|批准|不同意|准予)(?:。$)?", text)
    return match.end() if match else 0


RULES: list[Rule] = [empty_proposal, no_lead_unit, proposal_without_deadline, proposal_decides]
