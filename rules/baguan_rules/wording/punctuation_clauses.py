"""Marks that depend on the clause around them: colons, list items, questions, titles, ellipses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Applicability, Basis, Finding, Severity, Strength
from baguan.rule import DELETE, Bad, DocumentRule, Good, PatternRule, Rule, document_rule

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_STANDARD = "GB/T 15834—2011"
_HAN = r"\u3400-\u9fff"

NESTED_COLON = PatternRule(
    code="WZ244",
    name="colon-within-colon",
    severity=Severity.INFO,
    message="一句里前面已经用了冒号，这里不宜再套用冒号，可以改用逗号或者另起一句",
    basis=Basis(_STANDARD, "4.7.3.5", Strength.GENERAL),
    explanation=(
        "“会议强调：要做到三点：一是……”前一个冒号改为逗号。只看“强调、指出、要求、认为、决定”等后面的冒号，"
        "同一句里又用“如下：”“几点：”起列举的；括号、引号里的冒号不算。分项另起段落的可以不改。"
    ),
    anchors=("强调：", "指出：", "要求：", "认为：", "决定：", "明确：", "提出："),
    pattern=(
        r"(?:强调|指出|要求|认为|决定|明确|提出)：[^\n。！？；：“”（）《》\d]{2,30}"
        r"(?:[点项条]|方面|如下|以下[^，。：]{0,6}|[事任][项务]|要求|工作|措施|意见|问题)(?P<at>：)(?=一是|第一|（一）|一要|首先|1)"
    ),
    bad=[Bad("会议强调：要抓好三项工作⟦：⟧一是排查隐患；二是落实责任；三是严肃问责。")],
    good=[
        "会议强调，要抓好三项工作：一是排查隐患；二是落实责任；三是严肃问责。",
        "会议要求：一是排查隐患；二是落实责任。",
        "会议强调：“要抓好三项工作：一是排查隐患。”",
    ],
)

_AFTER_CONDITION = r"(?<!如果|假如|倘若|虽然|尽管|因为|由于|既然|不仅|不但|只要|只有|无论|不论|即使|一方面)"

ELLIPSIS_STOP = PatternRule(
    code="WZ245",
    name="stop-beside-ellipsis",
    severity=Severity.INFO,
    message="省略号前后一般不再用“{text}”",
    basis=Basis(_STANDARD, "附录B.2.4", Strength.GENERAL),
    explanation="省略号前后一般不用点号。问号、叹号可以在省略号前；“如果……，那么……”一类表示格式虚缺的可以在后面用逗号；引用法条的删节不报。",
    anchors=("、……", "，……", "；……", "……。", "……、", "……；"),
    pattern=rf"[、，；](?=……(?!”))|(?<=[{_HAN}]{{2}}{_AFTER_CONDITION}……)[。、；](?![”）])",
    unless=lambda document, match: document.in_quotes(*match.span()),
    fix=DELETE,
    bad=[Bad("水、电、气⟦、⟧……都要查到位。", fix="水、电、气……都要查到位。")],
    good=["水、电、气……都要查到位。", "如果……，那么……", "怎么办？……", "他写道：“要团结，……要奋斗。”"],
)

_ITEM = lazy_pattern(r"(?P<before>[，、；。：！])(?P<label>(?P<number>[一二三四五六七八九])[是要])")


@document_rule(
    code="WZ247",
    name="uneven-marks-between-items",
    severity=Severity.WARNING,
    message="同一组“一是……二是……”各项之间的标点不一致",
    basis=Basis(_STANDARD, "4.6", Strength.GENERAL),
    explanation=(
        "“一是压实责任；二是管控火源，三是强化队伍”各项之间有的用分号、有的用逗号，应当统一：各项简短用分号（最后一项用句号），"
        "较长的都用句号。只看同一段里序号连续的一组。"
    ),
    anchors=("三是",),
    bad=[
        Bad("一是压实责任；二是管控火源⟦，⟧三是强化队伍。"),
        Bad("一是抓排查。二是抓整改⟦；⟧三是抓验收。四是抓问责。"),
    ],
    good=[
        "一是压实责任；二是管控火源；三是强化队伍。",
        "一是压实责任。二是管控火源。三是强化队伍。",
        "一是快，二是准，三是稳。一是早；二是实；三是细。",
        "一是查人，二是查事；二是查物。",
    ],
)
def _item_marks(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    for block in document.blocks:
        if text.find("三是", block.start, block.end) < 0:
            continue
        group: list[Match[str]] = []
        expected = 2
        for item in _ITEM.finditer(text, block.start, block.end):
            ordinal = "一二三四五六七八九".index(item["number"]) + 1
            if ordinal != expected:
                yield from _uneven(rule, group)
                group, expected = [], 2
            if ordinal == expected:
                group.append(item)
                expected += 1
        yield from _uneven(rule, group)


def _uneven(rule: DocumentRule, group: list[Match[str]]) -> Iterator[Finding]:
    """The marks of a group that are not the first item's, when most of the others are."""
    marks = [item["before"].replace("！", "。") for item in group]
    odd = sum(mark != marks[0] for mark in marks)
    if len(group) < 2 or not odd or odd > max(len(group) // 2, 1) or "：" in marks or "、" in marks:
        return
    usual = "；" if set(marks) == {"；", "，"} else marks[0]
    for mark, item in zip(marks, group, strict=True):
        if mark != usual:
            message = f"{rule.message}：别处用“{usual}”，这里用“{item['before']}”"
            yield rule.at(*item.span("before"), message=message)


TITLE_MARKS = PatternRule(
    code="WZ246",
    name="title-marks-around-honour",
    severity=Severity.INFO,
    message="书名号用于书、报、文件等的名称，“{text}”不是作品，宜用引号",
    basis=Basis(_STANDARD, "附录A.13", Strength.GENERAL),
    explanation="称号、奖项、会议、课程、展览的名称不用书名号，需要标示时用引号。证照（《营业执照》）在法律文书里常见，不报。",
    anchors=("》称号", "》荣誉", "》奖", "》会议", "》大会", "》培训班", "》博览会"),
    pattern=r"《[^《》\n]{2,20}》(?=称号|荣誉|奖(?![励惩学金项状章])|会议|大会|培训班|博览会)",
    unless=lambda document, match: _is_work(match),
    fix=lambda match: f"“{match[0][1:-1]}”",
    applicability=Applicability.UNSAFE,
    bad=[
        Bad("获评⟦《先进集体》⟧称号。", fix="获评“先进集体”称号。"),
        Bad("举办⟦《清风讲堂》⟧培训班。", fix="举办“清风讲堂”培训班。"),
    ],
    good=["获评“先进集体”称号。", "召开《民法典》座谈会。", "开展学习《安全生产法》活动。", "学习《意见》会议精神"],
)
_WORK = lazy_pattern("[法例则定见知告示复函案书典报章约划要办程南册刊]|规划|办法|意见|标准|指南|读本|文选|纲要|》$")


def _is_work(match: Match[str]) -> bool:
    return _WORK.search(match[0][-2:-1]) is not None


QUESTION = PatternRule(
    code="WZ248",
    name="question-mark-in-statement",
    severity=Severity.INFO,
    message="这句话不是在发问，“{text}”应删去或者改用句号、逗号",
    basis=Basis(_STANDARD, "4.2", Strength.GENERAL),
    explanation="句中有“如何、是否、怎样”而全句是陈述的，不用问号：“研究如何推进的问题”。只报问号后面紧接“的问题、等问题、进行了、作了”的。",
    anchors=("？的问题", "？等问题", "？问题", "？这个问题", "？进行", "？作了"),
    pattern=r"(?<=(?:如何|是否|怎样|怎么|为什么|能否|什么)[^\n。！？：“”]{1,24})？(?=的问题|等问题|问题[，。；]|进行了?|作了)",
    fix=DELETE,
    bad=[Bad("会议研究了如何推进项目建设⟦？⟧的问题。", fix="会议研究了如何推进项目建设的问题。")],
    good=["会议研究了如何推进项目建设的问题。", "如何推进？问题在于落实。", "“怎么办？”等问题"],
)

SEMICOLON = PatternRule(
    code="WZ249",
    name="semicolons-between-words",
    severity=Severity.INFO,
    message="并列的词语之间用顿号，不用分号",
    basis=Basis(_STANDARD, "4.5", Strength.GENERAL),
    explanation="分号用在并列的分句之间；“带身份证；户口簿；照片”是并列的词语，用顿号。各项里有逗号的可以用分号。只报冒号后面两三个短词语的列举。",
    anchors=("；",),
    pattern=rf"；(?<=：[{_HAN}]{{2,5}}；)(?=[{_HAN}]{{2,5}}(?:；[{_HAN}]{{2,5}})?。)",
    fix="、",
    bad=[Bad("请携带以下材料：身份证⟦；⟧户口簿。", fix="请携带以下材料：身份证、户口簿。")],
    good=[
        "请携带以下材料：身份证、户口簿。",
        "要求：身份证，原件；户口簿，复印件。",
        "分工：甲方负责设计工作；乙方负责施工工作。",
    ],
)


def _plain_form(match: re.Match[str]) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", match[0])


@document_rule(
    code="WZ250",
    name="look-alike-character",
    severity=Severity.WARNING,
    message="这是部首符号或者兼容字，不是常用汉字，应改为常用汉字",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation="从PDF复制的文字里，“⽂”“⼈”一类部首符号看上去同“文”“人”一样，却检索不到、比对不上。",
    bad=[Bad("关于印发⟦⽂⟧件的通知", fix="关于印发文件的通知"), Bad("⟦⼈⟧⟦⼝⟧普查", fix="人口普查")],
    good=["关于印发文件的通知", "康熙部首共二百一十四个"],
)
def _look_alike(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    from baguan.model import Edit, Fix

    for match in _radicals().finditer(document.text):
        plain = _plain_form(match)
        if plain == match[0]:
            continue
        fix = Fix(f"“{match[0]}”改为“{plain}”", (Edit(*match.span(), plain),), Applicability.SAFE)
        yield rule.at(*match.span(), message=f"“{match[0]}”是部首符号或者兼容字，应改为常用汉字“{plain}”", fix=fix)


@cache
def _radicals() -> re.Pattern[str]:
    return re.compile(r"[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufaff]")  # three times as fast as ``regex`` on a wide class


@document_rule(
    code="WZ251",
    name="line-breaking-rules-off",
    severity=Severity.INFO,
    message="这一段关了“按中文习惯控制首尾字符”，标点可能排到行首",
    basis=Basis(_STANDARD, "5.1", Strength.MUST),
    explanation="句号、逗号等不居行首，前括号、前引号不居行末。Word 默认避头尾，关掉以后要手工检查；全文只提示一次。",
    formats=frozenset({"docx"}),
    bad=[Bad(docx='<w:p><w:pPr><w:kinsoku w:val="0"/></w:pPr><w:r><w:t>⟦要加强领导，压实责任。⟧</w:t></w:r></w:p>')],
    good=[Good(docx="<w:p><w:r><w:t>各单位要加强领导，压实责任，确保成效。</w:t></w:r></w:p>")],
)
def _line_breaking(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    off = [block for block in document.blocks if block.format and not block.format.kinsoku and block.end > block.start]
    if off:
        yield rule.at(off[0].start, off[0].end, message=f"{rule.message}（全文共{len(off)}段）")


RULES: list[Rule] = [
    NESTED_COLON,
    ELLIPSIS_STOP,
    TITLE_MARKS,
    _item_marks,
    QUESTION,
    SEMICOLON,
    _look_alike,
    _line_breaking,
]
