"""Numbers that must agree with something else in the text: lists, totals, amounts in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from baguan.model import Basis, Finding, Severity, Strength
from baguan.rule import Bad, DocumentRule, PatternRule, Rule, document_rule
from baguan_rules.wording.numbers_values import capital_amount, number

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_PRACTICE = Basis("通行做法", "", Strength.PRACTICE)
_NUMERALS = "一二三四五六七八九十"
_ANNOUNCED = (
    r"(?<![第\d一二三四五六七八九十百千.“—－-])(?P<at>(?P<count>[二两三四五六七八九十]|十[一二三四五]|[2-9]|1[0-5])"
    r"(?:点|条|项|个方面|方面|个问题|个重点|大任务|项任务|件实事|个字|个坚持)(?:[^\n，。；：:“”、\d一二三四五六七八九十]{0,8}))[：:]"
)


def _sequence(text: str, labels: list[str], start: int, end: int) -> int:
    """How many of the labels stand in order in ``text[start:end]``, up to a second list."""
    position, count = start, 0
    again = text.find(labels[0], start + 1, end)
    if again >= 0:
        end = again
    for label in labels:
        position = text.find(label, position, end)
        if position < 0:
            break
        count += 1
        position += len(label)
    return count


@document_rule(
    code="WZ328",
    name="announced-count-differs-from-list",
    severity=Severity.WARNING,
    message="前面说的条数和后面列举的不一致",
    basis=_PRACTICE,
    explanation=(
        "“提三点要求：一是……二是……三是……四是……”前后条数应一致。只看同一段里紧接冒号列举的“一是”“第一”“（一）”，"
        "数到下一轮列举为止；分段列举的不看。"
    ),
    anchors=("：一是", "：第一", "：（一）", "：1.", "：(1)", "：（1）", "：①", ":一是"),
    bad=[
        Bad("提⟦三点要求⟧：一是提高认识；二是压实责任；三是强化督查；四是严肃问责。"),
        Bad("抓好⟦两项工作⟧：第一，排查；第二，整改；第三，验收。"),
        Bad("做到⟦四个方面⟧：一是快；二是准；三是稳。"),
    ],
    good=[
        "提三点要求：一是提高认识；二是压实责任；三是强化督查。",
        "抓好两项工作：一是排查；二是整改。存在三个问题：一是慢；二是散；三是软。",
        "坚持“两个方面”：一是快；二是准；三是稳。",
        "第三项任务：一是快；二是准。",
    ],
)
def _count_of_list(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    import regex

    text = document.text
    styles = [
        [f"{numeral}是" for numeral in _NUMERALS],
        [f"第{numeral}" for numeral in _NUMERALS],
        [f"（{numeral}）" for numeral in _NUMERALS],
        [f"（{n}）" for n in range(1, 16)],
        [chr(0x2460 + n) for n in range(15)],
    ]
    for match in regex.finditer(_ANNOUNCED, text):
        labels = next((style for style in styles if text.startswith(style[0], match.end())), None)
        announced = number(match["count"])
        if labels is None or announced is None or announced > len(labels):
            continue
        end = text.find("\n", match.end())
        found = _sequence(text, labels, match.end(), len(text) if end < 0 else end)
        if found >= 2 and found != announced:
            message = f"前面说“{match['count']}”，后面列举了{found}条，前后不一致"
            yield rule.at(*match.span("at"), message=message)


def _part_fits(_document: Document, match: Match[str]) -> bool:
    total, part = (Decimal(match[name].replace(",", "")) for name in ("total", "part"))
    return part <= total


PART_EXCEEDS = PatternRule(
    code="WZ329",
    name="part-exceeds-total",
    severity=Severity.WARNING,
    message="“其中”后面的数（{text}）大于前面的总数，请核对",
    basis=_PRACTICE,
    explanation="“共……，其中……”的分项不大于总数。只在“其中”紧接在总数后面、两处单位相同时才报；增量、增幅不比。",
    anchors=("其中",),
    pattern=(
        r"(?<![\d.])(?P<total>\d[\d,]*(?:\.\d+)?)(?P<unit>[万亿]?(?:元|人|名|户|家|个|件|项|套|台|辆|篇|次|起|亩|公里|吨|平方米|人次))"
        r"[，,（(；;：:]其中[：:]?[^\n，。；\d增减超比]{0,10}(?P<at>(?P<part>\d[\d,]*(?:\.\d+)?)(?P=unit))(?![\u3400-\u9fff]?以上)"
    ),
    unless=_part_fits,
    bad=[Bad("培训干部50人，其中女干部⟦60人⟧。"), Bad("投资3.5亿元，其中省级⟦4亿元⟧。")],
    good=["培训干部50人，其中女干部20人。", "投资3.5亿元，其中省级4000万元。", "受理5件，其中转办5件。"],
)

_FIGURE = r"\d[\d,，]*(?:\.\d{1,2})?"
_WORDS = r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}[元圆](?:[零壹贰叁肆伍陆柒捌玖角分]{1,5})?[整正]?"
_SCALE = {"": 1, "万": 10**4, "亿": 10**8}


def _amounts_agree(_document: Document, match: Match[str]) -> bool:
    words = capital_amount(match["words"])
    if words is None:
        return True
    figure = Decimal(match["figure"].replace(",", "").replace("，", "")) * _SCALE[match["scale"] or ""]
    return words == figure


AMOUNT_IN_WORDS = PatternRule(
    code="WZ330",
    name="amount-in-words-differs-from-figures",
    severity=Severity.ERROR,
    message="金额的大写和小写不一致：“{text}”",
    basis=_PRACTICE,
    explanation="同一笔金额的大写和小写应当相等。两种写法用括号紧接在一起时才比较；读不懂的大写不报。",
    anchors=("佰", "仟", "拾", "元整", "圆整", "元正"),
    pattern=(
        rf"(?P<words>{_WORDS})[（(](?:小写|人民币|计|即)?[:：]?[￥¥]?[ ]?(?P<figure>{_FIGURE})(?P<scale>[万亿]?)元?[）)]"
        rf"|(?<![\d.])(?P<figure>{_FIGURE})(?P<scale>[万亿]?)元[（(](?:大写)?[:：]?(?:人民币)?[:：]?(?P<words>{_WORDS})[）)]"
    ),
    bad=[
        Bad("合同价为人民币⟦壹拾贰万元整（￥125000.00）⟧"),
        Bad("补助⟦3.5万元（大写：叁万元整）⟧"),
    ],
    good=[
        "合同价为人民币壹拾贰万伍仟元整（￥125000.00）",
        "补助3.5万元（大写：叁万伍仟元整）",
        "补助12.50元（壹拾贰元伍角整）",
    ],
    unless=_amounts_agree,
)

RULES: list[Rule] = [_count_of_list, PART_EXCEEDS, AMOUNT_IN_WORDS]
