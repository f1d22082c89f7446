"""Ranges, percentages, approximations, increase and decrease."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import DELETE, Bad, PatternRule, Rule

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_STANDARD = "GB/T 15835—2011"
_RANGE = "～~—－–-"


def _not_rising(_document: Document, match: Match[str]) -> bool:
    """“1-20%”是算式，“5000—1万元”前面本来就是元：前一个数不小于后一个数的不是省略。"""
    return float(match["first"]) >= float(match["second"])


PERCENT_RANGE = PatternRule(
    code="WZ302",
    name="percent-range-without-first-sign",
    severity=Severity.WARNING,
    message="百分数的范围，前后都要写百分号，写作“{fix}……”",
    basis=Basis(_STANDARD, "5.1.3", Strength.MUST),
    explanation="“10～20%”应写作“10%～20%”：省去前一个百分号会读成10至20%。“10～20个百分点”合法；算式“（1-20%）”不报。",
    anchors=tuple(f"{mark}{digit}" for mark in _RANGE for digit in range(10)),
    pattern=(
        rf"[{_RANGE}](?<=(?<![\d.%％第（(×*A-Za-z{_RANGE}])(?P<at>(?P<first>\d{{1,3}}(?:\.\d{{1,3}})?)).)"
        r"(?=(?P<second>\d{1,3}(?:\.\d{1,3})?)(?:%|％)(?!个百分点))"
    ),
    fix=lambda match: f"{match['at']}%",
    unless=_not_rising,
    bad=[Bad("增长⟦10⟧～20%", fix="增长10%～20%"), Bad("提高⟦8⟧—8.5%", fix="提高8%—8.5%")],
    good=["增长10%～20%", "提高10～20个百分点", "按（1-20%）计算", "第3—5项完成90%"],
)

GREAT_RANGE = PatternRule(
    code="WZ303",
    name="range-without-first-great-unit",
    severity=Severity.WARNING,
    message="数值范围里的“万”“亿”前后都要写，写作“{fix}……”，以免误读",
    basis=Basis(_STANDARD, "5.1.3", Strength.GENERAL),
    explanation=(
        "“3～5万元”可以理解成3元到5万元，应写作“3万～5万元”；“3～5公里”只省单位、不致误解，不报。"
        "“5000—1万元”前一个数本来就以元计，不报。"
    ),
    anchors=tuple(f"{mark}{digit}" for mark in _RANGE for digit in range(10)),
    pattern=(
        rf"[{_RANGE}](?<=(?<![\d.%％第×*A-Za-z{_RANGE}])(?P<at>(?P<first>\d{{1,3}}(?:\.\d{{1,3}})?)).)"
        r"(?=(?P<second>\d{1,3}(?:\.\d{1,3})?)(?P<unit>[万亿]))"
    ),
    fix=lambda match: f"{match['at']}{match['unit']}",
    unless=_not_rising,
    bad=[Bad("补助⟦3⟧～5万元", fix="补助3万～5万元"), Bad("投资⟦50⟧-100亿元", fix="投资50亿-100亿元")],
    good=["补助3万～5万元", "补助5000—1万元", "长3～5公里", "1—2月3万人"],
)

PERCENT_POINT = PatternRule(
    code="WZ304",
    name="percent-sign-with-percentage-point",
    severity=Severity.ERROR,
    message="“百分点”前面不写百分号，应删去“{text}”",
    basis=Basis(_STANDARD, "4.1", Strength.GENERAL),
    explanation="百分数之差用“个百分点”，由30%升到35%是提高5个百分点，数字后面不再写“%”。",
    anchors=("%个百分点", "％个百分点", "%百分点", "％百分点"),
    pattern=r"(?<=\d)[%％](?=个?百分点)",
    fix=DELETE,
    applicability=Applicability.SAFE,
    bad=[Bad("提高2.9⟦%⟧个百分点", fix="提高2.9个百分点")],
    good=["提高2.9个百分点", "增长5%，提高2个百分点"],
)

DECREASE = PatternRule(
    code="WZ305",
    name="decrease-by-multiples",
    severity=Severity.WARNING,
    message="减少、下降不用倍数，应改用百分数或者分数",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation="减少一倍就成了零，“下降3倍”不成立。原来是现在的3倍，应写“下降了三分之二”或者“下降约66.7%”。",
    anchors=("倍",),
    pattern=(
        r"倍(?<=(?P<at>(?:下降|降低|减少|缩小|缩短|减轻|减低)了?(?:近|约|超过|将近)?"
        r"(?:\d{1,4}(?:\.\d{1,3})?|[一二两三四五六七八九十百]{1,4})多?倍))"
    ),
    bad=[Bad("成本⟦下降了3倍⟧"), Bad("差距⟦缩小5倍⟧")],
    good=["成本下降了三分之二", "产量增长3倍", "差距由5倍缩小到3倍", "降低至原来的十倍以下"],
)

_NUMBER = r"\d[\d,]*(?:\.\d+)?[十百千万亿]*|[一二两三四五六七八九][一二两三四五六七八九十百千万亿]+"
_MEASURE = (
    "个百分点|平方公里|平方米|立方米|公里|千米|小时|分钟|公斤|千克|个月|万元|亿元|美元|人次"
    "|[元人个家倍天年吨亩米层次户名件项辆台套枚所座%％]"
)

APPROXIMATELY = PatternRule(
    code="WZ306",
    name="redundant-approximation",
    severity=Severity.INFO,
    message="“{text}”里表示概数的词语重复，去掉一个",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation=(
        "“约……左右”“近……多”“超过……以上”“至少……多”意思重复或者矛盾，留一个。“公约”“节约”里的“约”，"
        "“近三年来”里表示最近的“近”，“超过……的二级以上医院”里修饰别的词的“以上”不报；“达……以上”可以用，不报。"
    ),
    anchors=("左右", "上下", "以上", "近", "至少"),
    pattern=(
        rf"(?<![公条节制合预签履违契解邀和誓盟规])约(?:有|为|在|占|需|是)?(?:{_NUMBER})(?:多|余)?(?:{_MEASURE})?(?:左右|上下)"
        rf"|(?<![最附远接临靠亲邻])近(?:{_NUMBER})[多余](?![年月日天周期载])"
        rf"|(?:超过|突破)(?:{_NUMBER})(?:{_MEASURE})?以上"
        rf"|(?:至少|最少|不少于|不低于)(?:有|要|为|在)?(?:{_NUMBER})(?:(?:{_MEASURE})?(?:以上|左右)|[多余](?!年))"
    ),
    bad=[
        Bad("大⟦约50人左右⟧"),
        Bad("惠及⟦近100多⟧人"),
        Bad("总体实现程度⟦超过90%以上⟧"),
        Bad("楼内⟦至少3000多⟧人"),
    ],
    good=[
        "约50人",
        "近三十多年来",
        "公约50条左右",
        "超6000家二级以上医院",
        "达90%以上",
        "至少30人",
        "附近600多名村民",
    ],
)

YEAR_ON_YEAR = PatternRule(
    code="WZ322",
    name="redundant-year-on-year",
    severity=Severity.WARNING,
    message="“同比”就是与上年同期相比，“{text}”意思重复",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation="写“同比增长5%”或者“比上年同期增长5%”。“占比同比提高”里的“比”属于“占比”，不报。",
    anchors=("同比",),
    pattern=(
        r"(?:[比较]|与)(?:去年|上年|上一年)(?:同期)?(?:相比)?[，]?同比(?=[^\n，。；]{0,6}(?:增|减|提|上升|下降|降|翻|回落))"
        r"|同比[比较]?(?:去年|上年)(?:同期)?"
    ),
    bad=[Bad("⟦比上年同期同比⟧增长5%"), Bad("⟦同比去年同期⟧增长5%")],
    good=["同比增长5%", "比上年同期增长5%", "占比同比提高1个百分点", "与上年持平，同比口径调整"],
)


def _is_difference(match: Match[str]) -> bool:
    low, high, difference = (float(match[name]) for name in ("low", "high", "difference"))
    return abs(abs(high - low) - difference) < 0.051 and abs(high - low) > 0


PERCENT_DIFFERENCE = PatternRule(
    code="WZ327",
    name="percentage-difference-without-point",
    severity=Severity.WARNING,
    message="两个百分数相减，差用“个百分点”，“{text}”应写作“{fix}”",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation="由30%提高到35%，是提高5个百分点，不是提高5%（按比例算是提高约16.7%）。只在差恰好等于后面的数时才报。",
    anchors=("%", "％"),
    pattern=(
        r"[由从](?:[^\n，。；%％]{0,12}?)(?P<low>\d{1,3}(?:\.\d+)?)[%％](?:提高|上升|增加|增长|下降|降低|减少|降|升|提升)(?:到|至|为)了?"
        r"(?P<high>\d{1,3}(?:\.\d+)?)[%％]，(?:[^\n，。；%％\d]{0,8})(?:提高|上升|增加|增长|下降|降低|减少|提升|降|升)了?"
        r"(?P<at>(?P<difference>\d{1,3}(?:\.\d+)?)[%％])"
    ),
    fix=lambda match: f"{match['difference']}个百分点",
    applicability=Applicability.DISPLAY,
    unless=lambda _document, match: not _is_difference(match),
    bad=[Bad("覆盖率由30%提高到35%，提高⟦5%⟧", fix="覆盖率由30%提高到35%，提高5个百分点")],
    good=[
        "覆盖率由30%提高到35%，提高5个百分点",
        "占比由20%提高到25%，增长25%",
    ],
)


_SURE = 20  # above it a rounded multiple no longer tells “增长到几倍” from “增长了几倍”


def _multiple_is_right(_document: Document, match: Match[str]) -> bool:
    low, high, times = (float(match[name].replace(",", "")) for name in ("low", "high", "times"))
    if low <= 0 or match["unit_low"] not in ("", match["unit_high"]):
        return True
    return times > _SURE or abs(times - 1) < 0.01 or abs(high / low - times) > 0.02 * times


MULTIPLE = PatternRule(
    code="WZ331",
    name="growth-multiple-miscounted",
    severity=Severity.WARNING,
    message="“增长几倍”不含原来的基数，这里“{text}”应少一倍，或者改为“是原来的几倍”",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation="由100增加到300，是增长2倍，是原来的3倍。前后两个数和倍数都写明、单位相同，而倍数恰好等于两数之比时才报。",
    anchors=("倍",),
    pattern=(
        r"[由从](?:[^\n，。；\d]{0,12}?)(?:\d{4}年(?:底|末)?的?)?(?P<low>\d[\d,]*(?:\.\d+)?)(?P<unit_low>[^\n，。；\d]{0,5}?)"
        r"(?:增加|增长|提高|上升|扩大|发展|跃升|提升)(?:到|至)了?(?:\d{4}年(?:底|末)?的?)?(?P<high>\d[\d,]*(?:\.\d+)?)(?P<unit_high>[^\n，。；\d]{0,5})，"
        r"(?:[^\n，。；\d]{0,8}?)(?P<at>(?:增长|增加|提高|上升|扩大)了?(?P<times>\d+(?:\.\d+)?)倍)"
    ),
    unless=_multiple_is_right,
    bad=[Bad("企业由100家增加到300家，⟦增长3倍⟧")],
    good=[
        "企业由100家增加到300家，增长2倍",
        "企业由100家增加到300家，是原来的3倍",
        "产值由5亿元增加到8000万元，增长3倍",
    ],
)

RULES: list[Rule] = [
    PERCENT_RANGE,
    GREAT_RANGE,
    PERCENT_POINT,
    DECREASE,
    APPROXIMATELY,
    YEAR_ON_YEAR,
    PERCENT_DIFFERENCE,
    MULTIPLE,
]
