"""文风 of briefings (信息、简报): the faults their editors name (WZ72x).

A briefing is known by its head: a name such as 某某信息、工作简报、专报, and an issue number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Finding, Severity, Strength
from baguan.outline import Kind
from baguan.rule import Bad, DocumentRule, Rule, document_rule

if TYPE_CHECKING:
    from baguan.document import Block, Document

_PRACTICE = Basis("信息（简报）编写惯例", "", Strength.PRACTICE)
_MASTHEAD = lazy_pattern(
    r"^[ \t\u3000#*]*[\u4e00-\u9fff \u3000]{0,20}(?:信息|简报|专报|快报|要情|动态|参阅|要讯|摘报)"
    r"(?:[ \t\u3000]*[（(]?(?:\d{4}年)?[ ]?(?:总?第)?[ ]?\d{1,4}[ ]?期[^\n]{0,12}[）)]?)?[ \t\u3000*]*$"
)
_ISSUE = lazy_pattern(r"第[ ]?\d{1,4}[ ]?期")
_NAMES = ("信息", "简报", "专报", "快报", "要情", "动态", "参阅", "要讯", "摘报")
_HEAD, _HEAD_CHARACTERS = 10, 200  # paragraphs and characters in which the name and the number stand
_LEAST_ARTICLE = 30  # characters of a paragraph that is prose


def is_briefing(document: Document) -> bool:
    """Whether the head of a document is that of a briefing: a name and an issue number."""
    if not _ISSUE.search(document.text, 0, _HEAD_CHARACTERS):
        return False
    lines = [document.block_text(block) for block in document.blocks[:_HEAD]]
    return any(_MASTHEAD.match(line) for line in lines)


def articles(document: Document) -> list[list[Block]]:
    """The pieces of a briefing: paragraphs of prose; a short line without a full stop (a title) begins a new one."""
    pieces: list[list[Block]] = []
    fresh = True
    for block in document.blocks:
        text = document.block_text(block).strip()
        if not text or block.part != "body":
            continue
        if len(text) >= _LEAST_ARTICLE and ("。" in text or "；" in text):
            if fresh or not pieces:
                pieces.append([])
            pieces[-1].append(block)
            fresh = False
        elif not _ORDINAL.match(text):
            fresh = True
    return pieces


_ORDINAL = lazy_pattern(r"[一二三四五六七八九十]、|（[一二三四五六七八九十]）|\d{1,2}[.．、]")
_RUN_UP = lazy_pattern(
    r"为(?:深入|认真|全面|切实|进一步|有效|扎实|更好)?(?:贯彻|学习|落实|推进|推动|加强|做好|提升|提高|促进|确保|切实)"
    r"|在[^。]{2,40}(?:正确领导|坚强领导|关心支持|大力支持|指导|指引)下|根据[^。]{2,40}(?:要求|部署|精神|安排)|按照[^。]{2,40}(?:要求|部署|精神|安排)"
    r"|近年来|一直以来|长期以来|随着|高度重视"
)
_BRIEF = "文稿抬头写明“……信息（简报）”并有期号的才看。"


def _lead(document: Document, piece: list[Block]) -> tuple[int, int]:
    block = piece[0]
    start = block.start
    while document.text[start] in " \t\u3000":
        start += 1
    return start, block.end


_HEADER = "临江信息\n第12期\n乡镇消防站建成投用\n"
_NOT_STATUTORY = frozenset({Kind.PROSE, Kind.STATUTORY})


@document_rule(
    code="WZ721",
    name="briefing-run-up-too-long",
    severity=Severity.INFO,
    message="信息的“过门”太长，宜开门见山，先写事实",
    basis=_PRACTICE,
    explanation=(
        "信息第一段先写谁、什么时间、做了什么、结果怎样。开头用“为深入贯彻……”“在……的正确领导下”“按照……要求”铺垫，"
        f"超过规定字数（默认 40 字，选项 maximum）还没有进入正题的，提示。{_BRIEF}"
    ),
    kinds=_NOT_STATUTORY,
    anchors=_NAMES,
    options={"maximum": 40},
    bad=[
        Bad(
            f"{_HEADER}⟦为深入贯彻落实市委、市政府关于加强基层消防力量建设的决策部署，切实提升乡镇火灾防控和应急处置能力，⟧"
            "5月12日，青石县建成乡镇消防站6个，配备消防车9辆。"
        )
    ],
    good=[
        f"{_HEADER}5月12日，青石县建成乡镇消防站6个，配备消防车9辆，覆盖全部乡镇，火警到场时间缩短到15分钟。",
        f"{_HEADER}为落实消防规划，5月12日，青石县建成乡镇消防站6个，配备消防车9辆，覆盖全部乡镇。",
        "为深入贯彻落实市委、市政府关于加强基层消防力量建设的决策部署，切实提升乡镇火灾防控和应急处置能力，现通知如下。",
    ],
)
def _run_up(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    if not is_briefing(document):
        return
    for piece in articles(document):
        start, stop = _lead(document, piece)
        if _RUN_UP.match(document.text, start) is None:
            continue
        end = start
        for match in _CLAUSE.finditer(document.text, start, stop):
            if not _RUN_UP.search(match[0]) and not _PURPOSE.match(match[0]):
                break
            end = match.end()
        if end - start > int(rule.options["maximum"]):
            yield rule.at(start, end, message=f"信息的“过门”有{end - start}字，宜开门见山，先写时间和事实")


_CLAUSE = lazy_pattern(r"[^，。；]+[，。；]")
_PURPOSE = lazy_pattern(r"(?:切实|进一步|不断|着力|全面|有效|扎实|确保|持续|深入)")
_TAIL = lazy_pattern(
    r"(?:下一步|今后|接下来|下步)[^。]{0,40}(?:将|要)[^。]*|(?:为[^。]{2,40}(?:贡献|提供)[^。]{0,20}(?:力量|保障|支撑))|以[^。]{2,30}的(?:优异成绩|实际行动)[^。]*"
    r"|[^。]{0,20}(?:奠定了坚实基础|提供了有力保障|得到了[^。]{2,20}(?:好评|肯定)|受到(?:广大)?群众(?:一致)?好评)"
)


@document_rule(
    code="WZ722",
    name="briefing-tail-too-long",
    severity=Severity.INFO,
    message="信息的“尾巴”太长，表态和套话宜删去",
    basis=_PRACTICE,
    explanation=(
        "信息写完事实就收。结尾“下一步，将……”“为……贡献力量”一类表态，"
        f"超过规定字数（默认 60 字，选项 maximum）时提示。{_BRIEF}"
    ),
    kinds=_NOT_STATUTORY,
    anchors=_NAMES,
    options={"maximum": 60},
    bad=[
        Bad(
            f"{_HEADER}5月12日，青石县建成乡镇消防站6个，配备消防车9辆，火警到场时间缩短到15分钟。"
            "⟦下一步，青石县将进一步提高政治站位，压实工作责任，完善体制机制，强化队伍建设，加大保障力度，"
            "不断提升基层消防救援能力，为建设平安青石作出新的更大贡献。⟧"
        )
    ],
    good=[
        f"{_HEADER}5月12日，青石县建成乡镇消防站6个，配备消防车9辆，火警到场时间缩短到15分钟。下一步，将新建4个站点。",
        "下一步，全县将进一步提高政治站位，压实工作责任，完善体制机制，强化队伍建设，加大保障力度，不断提升能力。",
    ],
)
def _tail(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    if not is_briefing(document):
        return
    for piece in articles(document):
        last = piece[-1]
        text = document.block_text(last).rstrip()
        sentences = [match.span() for match in _SENTENCE.finditer(text)]
        start = len(text)
        for begin, end in reversed(sentences):
            if not _TAIL.match(text[begin:end]):
                break
            start = begin
        if len(text) - start > int(rule.options["maximum"]):
            message = f"信息的“尾巴”有{len(text) - start}字，表态和套话宜删去，有具体打算的写清时间和数量"
            yield rule.at(last.start + start, last.start + len(text), message=message)


_SENTENCE = lazy_pattern(r"[^。！？]+[。！？]")
_FACT = lazy_pattern(r"\d|[一二两三四五六七八九十百千万]+(?:名|个|项|次|家|户|人|件|起|台|元|亩|公里|场)")
_TIME = lazy_pattern(
    r"\d{1,2}月|\d{1,2}日|今年|去年|上半年|下半年|季度|年底|截至|近日|日前|昨日|本周|上周|本月|上月|\d{4}年|以来|目前|当前|元旦|春节|期间"
)


@document_rule(
    code="WZ723",
    name="briefing-lead-without-figure-or-time",
    severity=Severity.INFO,
    message="信息的第一段没有时间或者没有数字，事实不够具体",
    basis=_PRACTICE,
    explanation=f"信息的导语要有时间、有结果，结果尽量用数字说话。第一段既没有时间又没有数字的，提示。{_BRIEF}",
    kinds=_NOT_STATUTORY,
    anchors=_NAMES,
    bad=[Bad(f"{_HEADER}⟦青石县高度重视基层消防力量建设，着力补齐短板，强化保障，队伍面貌明显改观。⟧")],
    good=[
        f"{_HEADER}5月12日，青石县建成乡镇消防站6个，配备消防车9辆，火警到场时间缩短到15分钟。",
        f"{_HEADER}今年以来，青石县着力补齐基层消防短板，强化保障，队伍面貌明显改观，能力稳步提升。",
        "青石县高度重视基层消防力量建设，着力补齐短板，强化保障，队伍面貌明显改观。",
    ],
)
def _bare_lead(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    if not is_briefing(document):
        return
    for piece in articles(document):
        start, end = _lead(document, piece)
        if not _FACT.search(document.text, start, end) and not _TIME.search(document.text, start, end):
            yield rule.at(start, end)


_ASIDE = lazy_pattern(r"（[^（）\n]{8,}）|——[^—\n，。]{6,}——|据悉|据了解|众所周知|值得一提的是|与此同时|据介绍")


@document_rule(
    code="WZ724",
    name="briefing-with-too-many-asides",
    severity=Severity.INFO,
    message="信息的“插曲”太多，冲淡了主线",
    basis=_PRACTICE,
    explanation=(
        "一段里长括注、“据了解”“值得一提的是”一类插入语超过规定处数（默认 2 处，选项 maximum）时提示。" + _BRIEF
    ),
    kinds=_NOT_STATUTORY,
    anchors=_NAMES,
    options={"maximum": 2},
    bad=[
        Bad(
            f"{_HEADER}5月12日，青石县建成消防站6个（其中乡镇政府自建四个），据了解，⟦值得一提的是⟧，"
            "车辆全部由县财政购置，到场时间缩短到15分钟。"
        )
    ],
    good=[
        f"{_HEADER}5月12日，青石县建成消防站6个（其中乡镇政府自建四个），据了解，车辆全部由县财政购置，到场时间缩短到15分钟。"
    ],
)
def _asides(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    if not is_briefing(document):
        return
    most = int(rule.options["maximum"])
    for piece in articles(document):
        for block in piece:
            found = [match.span() for match in _ASIDE.finditer(document.text, block.start, block.end)]
            if len(found) > most:
                yield rule.at(*found[most], message=f"这一段有{len(found)}处插入的话，“插曲”太多，宜删去次要的")


RULES: list[Rule] = [_run_up, _tail, _bare_lead, _asides]
