"""重复: a character or a word written twice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import Bad, LexiconRule, PatternRule, Rule

if TYPE_CHECKING:
    from regex import Match

_REGULATION = Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST)

# What may stand before and after a doubled function character when it belongs to two words
# (目的｜的, 实事求是｜是, 现在｜在, 饱和｜和, 和｜和平).  Measured over 116 M characters of official prose.
_DOUBLED = {
    "的": ("目标的有美", "的确士话黎姐哥"),
    "了": ("不完办也还终便都就算来", "解望无然结一却之不，。；！："),
    "是": ("求一二三四五六七八九十但就“", "非否是"),
    "在": ("实现存内所潜旨正", "线职"),
    "和": ("共饱温缓调总祥亲随平柔谐中凤人佳义同猫暖利维王", "美气睦平解谐好善林服“田布硕龙静"),
    "与": ("参赠给付授赋施", "会"),
    "及": ("以普埃涉危触波法论不", "时"),
    "被": ("植棉", "告害申执动上请保扶监诉套褥子毯绑毁破"),
    "也": ("", "门"),
    "而": ("然反从因进", ""),
    "就": ("成造将迁俯铸", "业近读餐地医职是"),
    "更": ("变三五半", "新换名改"),
    "各": ("", ""),
    "该": ("应活本", ""),
    "不": ("“，！无", "，。！”"),
    "对": ("面核反针校应相绝一双配作结不敌成“", "方外手岸内象口接照立比称联付偶错策合话碰冲账台"),
}


def _alternative(character: str, before: str, after: str) -> str:
    twice = character * 2
    return f"{twice}(?<![{before}{character}]{twice})(?![{after}{character}])"


def _once(match: Match[str]) -> str:
    return match.group()[0]


DOUBLED_CHARACTER = PatternRule(
    code="WZ105",
    name="doubled-function-character",
    severity=Severity.ERROR,
    message="“{text}”多写了一个字，应为“{fix}”",
    basis=_REGULATION,
    explanation=(
        "“的、了、是、在、和、与、及、被、对、也、而、就、更、各、该、不”接连写了两次，多是改稿时留下的。"
        "两个字分属前后两个词的（目的｜的、现在｜在、和｜和平）不报，“的的确确”“是是非非”“不了了之”也不报。"
    ),
    anchors=[character * 2 for character in _DOUBLED],
    pattern="|".join(_alternative(character, *guards) for character, guards in _DOUBLED.items()),
    fix=_once,
    applicability=Applicability.UNSAFE,
    quoted=Severity.INFO,
    bad=[
        Bad("经济社会发展⟦的的⟧深层次矛盾逐步凸显。", fix="经济社会发展的深层次矛盾逐步凸显。"),
        Bad("近七成地区实现⟦了了⟧集中供热。", fix="近七成地区实现了集中供热。"),
        Bad("精神文明建设⟦和和⟧各项社会事业进一步发展。", fix="精神文明建设和各项社会事业进一步发展。"),
        Bad("参观陈列⟦在在⟧博物馆里的展品。", fix="参观陈列在博物馆里的展品。"),
        Bad("对⟦不不⟧符合条件的，退回申请。", fix="对不符合条件的，退回申请。"),
        Bad("基层⟦也也⟧要参加。", fix="基层也要参加。"),
    ],
    good=[
        "以营利为目的的活动，有的的确不合规定，的的确确要整治。",
        "此事不能不了了之，他了了一桩心事，取得了了不起的成绩。",
        "实事求是是党的思想路线，分清是是非非，一是是否到位。",
        "实实在在的成效，现在在外务工，存在在建工程延期的问题。",
        "推进祖国和平统一，共和和平，缓和和解，支持和平与发展，和和美美。",
        "“是是是”“对对对”，无家可归的的姐。",
        "积极参与与职权相关的活动，赠与与遗嘱，以及及时有效的措施。",
        "不得被被告人利用，植被被毁。",
        "最大的成就就在于此，变更更正的内容应当公告。",
        "党对对外工作的领导，针对对方的诉求，一对对新人。",
    ],
)

DOUBLED_WORD = LexiconRule(
    code="WZ107",
    name="doubled-word",
    severity=Severity.WARNING,
    message="“{text}”重复，疑多写了一个“{fix}”",
    basis=_REGULATION,
    explanation=(
        "同一个词接连写了两次，多是改稿、粘贴时留下的。词表只收公文常用词，"
        "在一亿余字里查过没有合法的连用；“研究研究”“一件一件”“基层组织组织力”这类不收，"
        "“落实落实再落实”这类有意的反复也不报。"
    ),
    table=Path(__file__).parent / "data" / "doubled.tsv",
    flags="G",
    applicability=Applicability.UNSAFE,
    bad=[
        Bad("要对存在的问题⟦进行进行⟧整改。", fix="要对存在的问题进行整改。"),
        Bad("按照⟦有关有关⟧规定执行。", fix="按照有关规定执行。"),
        Bad("⟦必须必须⟧尽快办结。", fix="必须尽快办结。"),
    ],
    good=[
        "一件一件抓落实，一项一项抓整改。",
        "请大家研究研究、讨论讨论。",
        "黑社会性质组织组织者。",
        "推动产业产业化。",
    ],
)

RULES: list[Rule] = [DOUBLED_CHARACTER, DOUBLED_WORD]
