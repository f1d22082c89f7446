"""Sums, shares and rates that a sentence lets the reader work out again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Finding, Severity, Strength
from baguan.rule import Bad, DocumentRule, PatternRule, Rule, document_rule

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_PRACTICE = Basis("通行做法", "", Strength.PRACTICE)
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_UNIT = "[万亿]?(?:元|平方米|公里|千米|公顷|吨|人次|[人名户家个件项套台辆篇次起亩所座处宗])"
_COUNTED = frozenset("人名户家个件项套台辆篇次起所座处宗") | {"人次"}  # whole things: their number is not rounded
_SCALE = {"万": 10**4, "亿": 10**8}


def value(figure: str) -> Decimal:
    """The value of a figure that may hold separators."""
    return Decimal(figure.replace(",", ""))


def half_step(figure: str) -> Decimal:
    """How far a rounded figure may be from what it stands for: half of its last place."""
    _, _, places = figure.partition(".")
    return Decimal(5).scaleb(-len(places) - 1)


def _scaled(figure: str, unit: str) -> tuple[Decimal, Decimal, str]:
    """Value, half of the last place and bare unit: 3.5亿元 is 350,000,000 元, known to 5,000,000."""
    factor = _SCALE.get(unit[:1], 1)
    return value(figure) * factor, half_step(figure) * factor, unit[1:] if factor > 1 else unit


_TOTAL = lazy_pattern(
    r"(?<!\d[ .,]?|[增减][加长少]了?|新增|净增|[增减多少])"
    rf"(?P<total>(?P<figure>{_NUMBER})(?P<unit>{_UNIT}))[，,（(；;：:]$"
)
_OF_WHICH = lazy_pattern("其中[：:，]?")
_REACH = 60  # characters to look back for an earlier figure
_ITEM = lazy_pattern(
    rf"(?P<label>[^\d，、。；;：:（(）)\n]{{1,14}}?)(?P<figure>{_NUMBER})(?P<unit>{_UNIT})(?P<after>(?:[，、；和]|以及|$|[。）)\n]))"
)
# Labels that between them leave nothing over.
_WHOLE = (
    frozenset({"其他"}),
    frozenset({"其它"}),
    frozenset({"其余"}),
    frozenset({"余下"}),
    frozenset({"男", "女"}),
    frozenset({"城镇", "农村"}),
    frozenset({"城市", "农村"}),
)
_RELATIVE = lazy_pattern("[比较超增减降占约近余新人均每]|平均|完成率")


class _Sum:
    """The items that follow “其中” and how they add up."""

    def __init__(self, text: str, total: Match[str], position: int) -> None:
        self.total, _, unit = _scaled(total["figure"], total["unit"])
        self.slack = Decimal(0)
        self.sum = Decimal(0)
        self.labels: list[str] = []
        self.end = position
        while (item := _ITEM.match(text, position)) is not None:
            amount, slack, bare = _scaled(item["figure"], item["unit"])
            if bare != unit or _RELATIVE.search(item["label"]):
                self.labels = []  # something else is being said; nothing can be concluded
                return
            self.sum += amount
            self.slack += slack if item["unit"] not in _COUNTED or "." in item["figure"] else 0
            self.labels.append(item["label"])
            self.end = item.start("after")
            if item["after"] in ("", "。", "）", ")", "\n"):
                break
            position = item.end()
        else:
            self.labels = []

    def is_whole(self) -> bool:
        """Whether the labels say that nothing is left out."""
        return (
            any(all(any(label.startswith(part) for label in self.labels) for part in parts) for parts in _WHOLE)
            and len(self.labels) > 1
        )

    def differs(self) -> bool:
        """Whether the items cannot make up the total."""
        return len(self.labels) > 1 and abs(self.sum - self.total) > self.slack


def plain(number: Decimal) -> str:
    """A number without a needless exponent or zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@document_rule(
    code="WZ337",
    name="parts-do-not-add-up",
    severity=Severity.WARNING,
    message="“其中”各项相加与总数不符，请核对",
    basis=_PRACTICE,
    explanation=(
        "“总投资6.8亿元，其中土建4.2亿元、设备1.9亿元、其他0.7亿元”各项相加应等于总数。"
        "只在分项已经列全时比较：有“其他”“其余”，或者是男女、城乡；单位要相同，尾数的四舍五入不算错。"
        "没有列全的（各项之和小于总数）、可以重叠的（党员、女性）不比。"
    ),
    anchors=("其中",),
    bad=[
        Bad("总投资⟦6.8亿元，其中：土建4.2亿元，设备1.9亿元，其他0.9亿元⟧。"),
        Bad("现有职工⟦120人，其中男职工80人、女职工45人⟧。"),
        Bad("拨付⟦1.2亿元（其中农田水利5000万元、其他6000万元⟧）。"),
    ],
    good=[
        "总投资6.8亿元，其中：土建4.2亿元，设备1.9亿元，其他0.7亿元。",
        "现有职工120人，其中党员80人、女职工45人。",
        "总收入10.3亿元，其中税收4.1亿元、非税2.2亿元、其他3.9亿元。",
        "拨付1.2亿元（其中农田水利5000万元、其他7000万元）。",
        "总投资6.8亿元，其中土建4.2亿元，比上年多1亿元，其他0.7亿元。",
    ],
)
def _parts(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    for mark in _OF_WHICH.finditer(text):
        total = _TOTAL.search(text, max(mark.start() - _REACH, 0), mark.start())
        if total is None:
            continue
        parts = _Sum(text, total, mark.end())
        if parts.is_whole() and parts.differs():
            _, _, unit = _scaled("1", total["unit"])
            factor = Decimal(_SCALE.get(total["unit"][:1], 1))
            shown = f"{plain(parts.sum / factor)}{total['unit']}" if factor > 1 else f"{plain(parts.sum)}{unit}"
            message = f"“其中”各项相加是{shown}，与前面的{total['total']}不符，请核对"
            yield rule.at(total.start("total"), parts.end, message=message)


_UP = "增加|增长|提高|上升|提升|扩大|跃升"
_DOWN = "减少|下降|降低|压减|缩减|回落"


_LATER = r"(?:\d{4}年(?:底|末)?的?|现在的|目前的)?"
_CHANGE = lazy_pattern(
    r"[由从](?:[^\n，。；\d]{0,10}?)(?:\d{4}年(?:底|末)?的?)?"
    rf"(?P<low>{_NUMBER})(?P<unit_low>{_UNIT})?(?P<way>{_UP}|{_DOWN}|发展)[到至]了?{_LATER}"
    rf"(?P<high>{_NUMBER})(?P<unit_high>{_UNIT})[，、（(](?:累计|净|共|实际|实现了?)?$"
)
# Statistics gives the growth of these at constant prices, so it does not follow from the two amounts.
_CONSTANT_PRICES = ("生产总值", "增加值", "GDP", "产值")


def _change(match: Match[str]) -> Match[str] | None:
    """The “由……增加到……” just before the match."""
    text, end = match.string, match.start("at")
    if any(word in text[max(end - 2 * _REACH, 0) : end] for word in _CONSTANT_PRICES):
        return None
    return _CHANGE.search(text, max(end - _REACH, 0), end)


def _figures(change: Match[str] | None) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    """Earlier value and slack, later value and slack; ``None`` when they cannot be compared."""
    if change is None:
        return None
    first, first_slack, first_unit = _scaled(change["low"], change["unit_low"] or change["unit_high"])
    second, second_slack, second_unit = _scaled(change["high"], change["unit_high"])
    if first_unit != second_unit or first <= first_slack:
        return None
    return first, first_slack, second, second_slack


def _rate_is_right(_document: Document, match: Match[str]) -> bool:
    change = _change(match)
    figures = _figures(change)
    if change is None or figures is None:
        return True
    down = change["way"] in _DOWN.split("|")
    if down != (match["verb"] in _DOWN.split("|")):
        return True  # “由……增加到……，降低了……” speaks of two things
    low, low_slack, high, high_slack = figures
    lowest = ((high - high_slack) / (low + low_slack) - 1) * 100
    highest = ((high + high_slack) / (low - low_slack) - 1) * 100
    stated = value(match["rate"]) * (-1 if down else 1)
    slack = half_step(match["rate"]) + Decimal("0.06")
    fits: bool = lowest - slack <= stated <= highest + slack
    return fits


RATE = PatternRule(
    code="WZ338",
    name="growth-rate-miscounted",
    severity=Severity.WARNING,
    message="按前后两个数计算，“{text}”的百分数不对，请核对",
    basis=_PRACTICE,
    explanation=(
        "“由200户增加到250户，增长20%”应为增长25%。前后两个数、单位、百分数都写明时才复算；"
        "两个数的四舍五入可能造成的差别不算错。“年均增长”“同比”不复算；生产总值、增加值、产值的增速按不变价计算，不复算。"
    ),
    anchors=tuple(f"{way}{to}" for way in (*_UP.split("|"), *_DOWN.split("|")) for to in ("到", "至")),
    pattern=(rf"[%％](?<=(?P<at>(?P<verb>{_UP}|{_DOWN})了?(?P<rate>{_NUMBER})[%％]))(?!以上|左右|多)"),
    unless=_rate_is_right,
    bad=[
        Bad("企业由200户增加到250户，⟦增长20%⟧。"),
        Bad("能耗由500吨下降到400吨，⟦下降25%⟧。"),
        Bad("税收从2020年的8000万元增长到2025年的1.2亿元，⟦增长60%⟧。"),
    ],
    good=[
        "企业由200户增加到250户，增长25%。",
        "能耗由500吨下降到400吨，下降20%。",
        "税收从2020年的1.1亿元增长到2025年的1.2亿元，增长12.3%。",
        "企业由200户增加到250户，年均增长5%。",
        "户数由200户增加到250户，能耗下降20%。",
        "产量由3吨增加到4吨，增长33.3%。",
        "生产总值由100亿元增加到150亿元，增长38%。",
    ],
)

_FAN = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _doubling_is_right(_document: Document, match: Match[str]) -> bool:
    figures = _figures(_change(match))
    if figures is None:
        return True
    low, low_slack, high, high_slack = figures
    times = Decimal(2 ** _FAN[match["times"]])
    least, most = (high - high_slack) / (low + low_slack), (high + high_slack) / (low - low_slack)
    return least <= times * Decimal("1.1") and most >= times * Decimal("0.95")


DOUBLING = PatternRule(
    code="WZ339",
    name="doubling-miscounted",
    severity=Severity.WARNING,
    message="翻一番是原来的2倍，翻两番是4倍，按前后两个数计算，“{text}”不对，请核对",
    basis=_PRACTICE,
    explanation="“由10亿元增加到30亿元”是原来的3倍，不是翻两番（40亿元）。前后两个数都写明、相差一成以上才报；“翻了近一番”“翻一番多”不报。",
    anchors=("翻",),
    pattern=(r"(?P<at>翻了?(?P<times>[一二两三四1-4])番)(?!多|以上|半)"),
    unless=_doubling_is_right,
    bad=[Bad("利润由10亿元增加到30亿元，⟦翻了两番⟧。")],
    good=[
        "利润由10亿元增加到40亿元，翻了两番。",
        "利润由10亿元增加到21亿元，翻了一番。",
        "利润由10亿元增加到24亿元，翻了一番多。",
        "利润由2020年的9.8亿元增加到2025年的2.01亿美元，翻了一番。",
    ],
)


def _share_is_right(_document: Document, match: Match[str]) -> bool:
    total, total_slack, bare = _scaled(match["total"], match["unit"])
    part, part_slack, other = _scaled(match["part"], match["unit_part"])
    if bare != other or total <= total_slack:
        return True
    rate, slack = value(match["rate"]), half_step(match["rate"]) + Decimal("0.06")
    lowest: Decimal = (part - part_slack) / (total + total_slack) * 100 - slack
    highest = (part + part_slack) / (total - total_slack) * 100 + slack
    if bare[:1] in tuple("人名户家个件项套台辆篇次起所座处宗") and "." not in match["total"] + match["part"]:
        exact = part / total * 100  # things are counted, not rounded
        lowest, highest = (exact - slack, exact + slack) if match["unit"][:1] not in "万亿" else (lowest, highest)
    return lowest <= rate <= highest


SHARE = PatternRule(
    code="WZ340",
    name="share-miscounted",
    severity=Severity.WARNING,
    message="按前面的两个数计算，“{text}”不对，请核对",
    basis=_PRACTICE,
    explanation="“共120人，其中女性30人，占35%”应为25%。总数、分项、百分数紧接在一句里时才复算，四舍五入的差别不算错。",
    anchors=("其中",),
    pattern=(
        rf"其中[：:]?(?<=(?<!\d[ .,]?|[增减][加长少]了?|新增|净增)(?P<total>{_NUMBER})(?P<unit>{_UNIT})"
        r"[，,（(；;：:]其中[：:]?)"
        rf"[^\n，、。；\d增减超比]{{0,12}}(?P<part>{_NUMBER})(?P<unit_part>{_UNIT})[，,（(]"
        rf"(?P<at>(?:占比|占总数的|占总数|占全部的|占)(?:约|达)?(?P<rate>{_NUMBER})[%％])(?!以上|左右|多)"
    ),
    unless=_share_is_right,
    bad=[
        Bad("共选派120人，其中女干部30人，⟦占35%⟧。"),
        Bad("总投资4亿元，其中省级补助8000万元，⟦占比25%⟧。"),
    ],
    good=[
        "共选派120人，其中女干部30人，占25%。",
        "总投资4亿元，其中省级补助8000万元，占20%。",
        "共收到意见217条，其中采纳184条，占84.8%。",
        "总投资4.6亿元，其中省级补助0.8亿元，占17.5%。",
        "共120人，其中女干部30人，占女职工的35%。",
    ],
)


def _structure_is_whole(_document: Document, match: Match[str]) -> bool:
    total = sum((value(share) for share in match.captures("share")), Decimal(0))
    return abs(total - 100) <= Decimal("0.2")


STRUCTURE = PatternRule(
    code="WZ341",
    name="industry-shares-not-hundred",
    severity=Severity.WARNING,
    message="三次产业的比例“{text}”相加不等于100，请核对",
    basis=_PRACTICE,
    explanation="三次产业结构是百分数之比，三个数相加应为100（四舍五入的尾差0.2以内不报）。",
    anchors=("产业结构", "产业比", "产业增加值"),
    pattern=(
        r"产业(?:增加值)?(?:结构|比)[^\n。；]{0,40}?(?P<at>(?<![\d.:：∶])(?P<share>\d{1,2}(?:\.\d+)?)"
        r"(?:[:：∶](?P<share>\d{1,2}(?:\.\d+)?)){2}(?![\d.:：∶]))"
    ),
    unless=_structure_is_whole,
    bad=[Bad("三次产业结构调整为⟦12.5∶40.2∶49.3⟧。")],
    good=["三次产业结构调整为12.5∶40.2∶47.3。", "三次产业比为15:40:45。", "产业结构优化。投入产出比为1:2:3。"],
)

RULES: list[Rule] = [_parts, RATE, DOUBLING, SHARE, STRUCTURE]
