"""The opinions written in a register: the handling proposal (拟办意见) and the leader's instruction (批示)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.entry_names import DEADLINE, INSTRUCTION, PROPOSAL
from baguan.entry_rule import Problem, entry_rule
from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, Rule
from baguan_rules.handling.proposal import assigns, decides, names_a_time, says_nothing, units_without_lead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.entry import Entry, Practice
    from baguan.entry_rule import EntryRule

_REGULATION = "《党政机关公文处理工作条例》"
_PROPOSAL = Basis(_REGULATION, "第二十四条（四）", Strength.MUST)
_HEAD = "收文编号,标题,拟办意见\n"
_WHOLE = "来文要求8月底前报送防汛总结。建议由县防汛办主办、县水利局配合，8月25日前报送。请张县长阅示。"


@entry_rule(
    code="CL241",
    name="registered-proposal-says-nothing",
    severity=Severity.WARNING,
    message="拟办意见只写请人阅示，没有写明办理依据、承办单位、时限",
    basis=_PROPOSAL,
    explanation="拟办意见一般包括来文要求或依据、建议的承办单位（主办在前）、时限和呈请的领导，供领导决策时取舍。",
    fields=(PROPOSAL,),
    bad=[
        Bad(
            f"{_HEAD}1,关于防汛的通知,⟦请领导阅示⟧\n2,关于抗旱的通知,⟦请李某某副县长阅。⟧\n3,关于植树的通知,⟦拟请阅处⟧\n"
        ),
        Bad("---\n拟办意见: ⟦请领导阅示。⟧\n---\n关于防汛的通知\n"),
    ],
    good=[f"{_HEAD}1,关于防汛的通知,{_WHOLE}\n2,关于抗旱的通知,转防汛办研办，请李主任阅示。\n"],
)
def proposal_says_nothing(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a proposal that asks to read and says nothing else."""
    text = entry.text(PROPOSAL)
    if says_nothing(text):
        yield Problem(PROPOSAL, f"拟办意见“{text[:30]}”没有写明办理依据、承办单位（主办在前）和时限，领导无从取舍")


@entry_rule(
    code="CL242",
    name="registered-proposal-without-lead",
    severity=Severity.WARNING,
    message="拟办意见列了几个承办单位，没有明确由谁主办（牵头）",
    basis=_PROPOSAL,
    fields=(PROPOSAL,),
    bad=[Bad(f"{_HEAD}1,关于防汛的通知,⟦来文征求意见。请县水利局、县财政局研究提出意见，8月25日前报送。⟧\n")],
    good=[f"{_HEAD}1,关于防汛的通知,{_WHOLE}\n2,关于抗旱的通知,请县水利局牵头，会同县财政局研究提出意见。\n"],
)
def proposal_without_lead(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a proposal that gives a matter to several units and puts none of them in charge."""
    text = entry.text(PROPOSAL)
    span = units_without_lead(text)
    if span:
        yield Problem(
            PROPOSAL, f"拟办意见列了“{text[span[0] : span[1]]}”，没有明确由谁主办（牵头），主办单位应排在前面"
        )


_BASIS = lazy_pattern(
    r"来文|根据|依据|按照|按[^，。]{0,20}(?:要求|规定|批示|精神)|要求|规定|《|该[件文]|要点|内容|征求|通知|商请|请示"
)
_ASKED = lazy_pattern(r"(?:请|呈|报|送)[^，。；]{0,24}?(?:阅示|阅处|阅批|批示|审示|审阅|审定|审批|阅知|核示|示|阅|批)")


@entry_rule(
    code="CL243",
    name="registered-proposal-lacks-a-part",
    severity=Severity.INFO,
    message="拟办意见一般写明依据、承办单位（主办在前）、时限和呈请的领导",
    basis=Basis(_REGULATION, "第二十四条（四）", Strength.GENERAL),
    explanation="登记簿另有承办单位、办理时限两列并且填了的，不再要求写在拟办意见里。",
    fields=(PROPOSAL,),
    bad=[Bad(f"{_HEAD}1,关于防汛的通知,⟦请县水利局牵头办理。⟧\n")],
    good=[
        f"{_HEAD}1,关于防汛的通知,{_WHOLE}\n",
        "收文编号,标题,拟办意见,承办单位,办理时限\n1,关于防汛的通知,来文要求报送防汛总结，请张县长阅示。,县防汛办,8月25日前\n",
    ],
)
def proposal_lacks_a_part(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Name the parts that a proposal lacks."""
    text = entry.text(PROPOSAL)
    if says_nothing(text):
        return  # that is said already
    missing = []
    if not _BASIS.search(text):
        missing.append("来文要求或依据")
    if not entry.has("承办单位") and not assigns(text) and not _HANDLER.search(text):
        missing.append("承办单位")
    if not entry.has(DEADLINE) and not names_a_time(text):
        missing.append("办理时限")
    if not _ASKED.search(text):
        missing.append("呈请的领导")
    if missing:
        yield Problem(PROPOSAL, f"拟办意见没有写{'、'.join(missing)}")


_HANDLER = lazy_pattern(
    r"主办|牵头|承办|负责|研办|转[\u4e00-\u9fff]{2,12}(?:局|办|科|股|处|委|中心)|会同|配合|存档|归档|存阅|传阅|参会|出席|参加"
)


@entry_rule(
    code="CL244",
    name="registered-proposal-decides",
    severity=Severity.INFO,
    message="拟办意见供领导决策参考，不替领导表态，宜写“拟同意，请××审定”",
    basis=Basis("公文办理惯例"),
    fields=(PROPOSAL,),
    bad=[Bad(f"{_HEAD}1,关于拨付经费的请示,⟦同意拨付，请财务股办理。⟧\n")],
    good=[f"{_HEAD}1,关于拨付经费的请示,拟同意拨付，请张县长审定。\n"],
)
def registered_proposal_decides(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a proposal that begins with consent."""
    if decides(entry.text(PROPOSAL)):
        yield Problem(PROPOSAL)


_DATE = lazy_pattern(
    r"(?:\d{4}|[〇零一二三四五六七八九○]{4})\s*[年.．/\-]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月.．/\-]\s*"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?"
)
_SHORT_DATE = lazy_pattern(r"(?<![\d年.．/\-])\d{1,2}(?:月\d{1,2}日|[.．/]\d{1,2})\s*[）)]?\s*$")
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖"
    "姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟"
    "蓝聂齐向申葛柴岳齐路鲍耿焦凌甘祝柯管纪左柳辛涂骆屈关项娄闫邬霍华卫尤穆裴欧阳肖付代覃农阮"
)
_NAME = lazy_pattern(
    rf"(?:^|[\s\u3000。，；：、！（(])(?P<name>[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,3}}|[ \u3000]?[\u4e00-\u9fff]))"
    r"(?:[（(]?[\s\u3000，,（(]*(?:\d|[二〇○]{2})[\d年月日.．/\-\s一二三四五六七八九十〇○]*[）)]?|[：:]|[）)])?(?=$|[\s\u3000。，；：:）)])"
)


@entry_rule(
    code="CL251",
    name="instruction-without-signature-or-date",
    severity=Severity.WARNING,
    message="批示应当签署意见、姓名和完整日期",
    basis=Basis(_REGULATION, "第二十二条", Strength.MUST),
    explanation="姓名、日期可以写在批示里，也可以写在批示人、批示时间两列。",
    fields=(INSTRUCTION,),
    bad=[
        Bad("收文编号,标题,批示\n1,关于防汛的通知,⟦同意。⟧\n"),
        Bad("收文编号,标题,批示\n1,关于防汛的通知,⟦同意。张明⟧\n"),
        Bad("收文编号,标题,批示\n1,关于防汛的通知,⟦同意。张明 8月20日⟧\n"),
        Bad("收文编号,标题,批示,批示人,批示时间\n1,关于防汛的通知,⟦同意。⟧,张明,\n"),
    ],
    good=[
        "收文编号,标题,批示\n1,防汛通知,同意。张明 2026年8月20日\n2,抗旱通知,请水利局阅处。（李建国，2026.8.20）\n",
        "收文编号,标题,批示,批示人,批示时间\n1,关于防汛的通知,同意。,张明,2026-08-20\n",
        "收文编号,标题,批示\n1,关于防汛的通知,/\n",
    ],
)
def instruction_unsigned(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag an instruction that does not say whose it is and of which day."""
    text = entry.text(INSTRUCTION)
    missing = []
    if not entry.has("批示人") and not _NAME.search(text):
        missing.append("姓名")
    if not entry.has("批示时间") and not _DATE.search(text):
        missing.append("完整日期（缺年份）" if _SHORT_DATE.search(text) else "日期")
    if missing:
        yield Problem(INSTRUCTION, f"批示“{text[:20]}”没有{'和'.join(missing)}；批示应当签署意见、姓名和完整日期")


RULES: list[Rule] = [
    proposal_says_nothing,
    proposal_without_lead,
    proposal_lacks_a_part,
    registered_proposal_decides,
    instruction_unsigned,
]
