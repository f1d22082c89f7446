"""Numbers that must agree with something else in the text: lists, totals, amounts in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern
from baguan.model import Basis, Finding, Severity, Strength
from baguan.rule import Bad, DocumentRule, PatternRule, Rule, document_rule
from baguan_rules.wording.numbers_values import capital_amount, number

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_PRACTICE = Basis("通行做法", "", Strength.PRACTICE)
_NUMERALS = "一二三四五六七八九十"
_ANNOUNCED = (
    r"(?<=(?<![第\d一二三四五六七八九十百千零.“—－-])"
    r"(?P<at>(?P<count>十[一二三四五]|[二两三四五六七八九十]|1[0-5]|[2-9])"
    r"(?:点|条|项|个方面|方面|个问题|个重点|大任务|项任务|件实事|个坚持)[^\n，。；：:“”、\d一二三四五六七八九十]{0,8})[：:])"
)
_INLINE = rf"[：:](?=一是|第一|（一）|（1）|①){_ANNOUNCED}"
_BEFORE_PARAGRAPHS = rf"[：:]{_ANNOUNCED}[ \t\u3000]*\n"
_LABEL = (
    r"[ \t\u3000]*(?:(?P<n>[一二三四五六七八九十]{1,3})(?P<s>是|要|、)"
    r"|(?P<s>第)(?P<n>[一二三四五六七八九十]{1,3})[，、,]"
    r"|(?P<s>（)(?P<n>[一二三四五六七八九十]{1,3})）|(?P<n>\d{1,2})(?P<s>[.．、])(?!\d)|（(?P<n>\d{1,2})(?P<s>）))"
)


def _sequence(text: str, labels: list[str], start: int, end: int) -> int:
    """How many of the labels stand in order in ``text[start:end]``, up to the first that comes again."""
    position, count = start, 0
    while count < len(labels):
        found = text.find(labels[count], position, end)
        if found < 0 or any(text.find(label, position, found) >= 0 for label in labels[:count]):
            break
        position = found + len(labels[count])
        count += 1
    return count


def _paragraphs(document: Document, offset: int) -> int:
    """How many paragraphs from ``offset`` on are numbered in order in the style of the first, up to a second list.

    0 when they are not numbered from 1 without a gap.
    """

    label = compile_pattern(_LABEL)
    style, count = "", 0
    for block in document.blocks[document.block_index(offset) :]:
        match = label.match(document.text, block.start, block.end)
        if not match or (style and match["s"] != style):
            if not style:
                return 0
            continue
        style = match["s"]
        ordinal = number(match["n"]) or 0
        if ordinal > count + 1:
            return 0  # a number is missing, so nobody knows how many were meant
        if ordinal <= count:
            break
        count += 1
    return count


def _announcements(document: Document) -> Iterator[tuple[Match[str], int, int]]:
    """(match, number announced, number listed) of every announcement that a list follows."""

    text = document.text
    styles = [
        [f"{numeral}是" for numeral in _NUMERALS],
        [f"第{numeral}" for numeral in _NUMERALS],
        [f"（{numeral}）" for numeral in _NUMERALS],
        [f"（{n}）" for n in range(1, 16)],
        [chr(0x2460 + n) for n in range(15)],
    ]
    for match in compile_pattern(_INLINE).finditer(text):
        labels = next(style for style in styles if text.startswith(style[0], match.end()))
        end = text.find("\n", match.end())
        announced = number(match["count"]) or 0
        if announced <= len(labels):
            yield match, announced, _sequence(text, labels, match.end(), len(text) if end < 0 else end)
    for match in compile_pattern(_BEFORE_PARAGRAPHS).finditer(text):
        yield match, number(match["count"]) or 0, _paragraphs(document, match.end())


@document_rule(
    code="WZ328",
    name="announced-count-differs-from-list",
    severity=Severity.WARNING,
    message="前面说的条数和后面列举的不一致",
    basis=_PRACTICE,
    explanation=(
        "“提三点要求：一是……二是……三是……四是……”前后条数应一致。只看紧接冒号的列举：同一段里的“一是”“第一”“（一）”，"
        "或者下一段起逐段编号的，数到序号重新开始或者中断为止。引号里的缩略语（“两个维护”）不数。"
    ),
    anchors=("：一是", "：第一", "：（一）", "：（1）", "：①", ":一是", "：\n", ":\n"),
    bad=[
        Bad("提⟦三点要求⟧：一是提高认识；二是压实责任；三是强化督查；四是严肃问责。"),
        Bad("抓好⟦两项工作⟧：第一，排查；第二，整改；第三，验收。"),
        Bad("做到⟦四个方面⟧：一是快；二是准；三是稳。"),
        Bad("提出⟦三点意见⟧：\n一、提高认识。\n二、压实责任。\n以上意见请研究。"),
    ],
    good=[
        "提三点要求：一是提高认识；二是压实责任；三是强化督查。",
        "抓好两项工作：一是排查；二是整改。存在三个问题：一是慢；二是散；三是软。",
        "查清两个问题：一是有无；二是多少。二是采取措施。三是移送。",
        "坚持“两个方面”：一是快；二是准；三是稳。",
        "第三项任务：一是快；二是准。",
        "提出两点意见：\n一、提高认识。\n二、压实责任。",
    ],
)
def _count_of_list(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    for match, announced, listed in _announcements(document):
        if listed >= 2 and listed != announced:
            message = f"前面说“{match['at']}”，后面列举了{listed}条，前后不一致"
            yield rule.at(*match.span("at"), message=message)


_COUNTED = "[万亿]?(?:元|平方米|公里|人次|[人名户家个件项套台辆篇次起亩吨])"


def _part_fits(_document: Document, match: Match[str]) -> bool:
    total, part = (Decimal(match[name].replace(",", "")) for name in ("total", "part"))
    return part <= total


PART_EXCEEDS = PatternRule(
    code="WZ329",
    name="part-exceeds-total",
    severity=Severity.WARNING,
    message="“其中”后面的数（{text}）大于前面的总数，请核对",
    basis=_PRACTICE,
    explanation="“共……，其中……”的分项不大于总数。只在“其中”紧接在总数后面、两处单位相同时才报；前面的数是增量（“增加5万人，其中……”）时不比。",
    anchors=("其中",),
    pattern=(
        r"其中[：:]?(?<=(?<!\d[ .,]?|[增减][加长少]了?|新增|净增|[增减多少])"
        rf"(?P<total>\d[\d,]{{0,12}}(?:\.\d{{1,6}})?)(?P<unit>{_COUNTED})[，,（(；;：:]其中[：:]?)"
        r"[^\n，。；\d增减超比]{0,10}(?P<at>(?P<part>\d[\d,]*(?:\.\d+)?)(?P=unit))(?!以上|[ ]\d)"
    ),
    unless=_part_fits,
    bad=[Bad("培训干部50人，其中女干部⟦60人⟧。"), Bad("投资3.5亿元，其中省级⟦4亿元⟧。")],
    good=[
        "培训干部50人，其中女干部20人。",
        "总数比上年增加2万人，其中在校生60万人。",
        "投资3.5亿元，其中省级4000万元。",
        "受理5件，其中转办5件。",
    ],
)

_FIGURE = r"\d[\d,，]*(?:\.\d{1,2})?"
_CAPITAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_WORDS = rf"(?=[零万亿]*[{_CAPITAL}])[零万亿{_CAPITAL}]{{2,}}[元圆](?:[零角分{_CAPITAL}]{{1,5}})?[整正]?"
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
        rf"(?P<words>{_WORDS})[（(](?:小写|人民币|计|即)?[:：]?[￥¥]?[ ]?"
        rf"(?P<figure>{_FIGURE})(?P<scale>[万亿]?)元?[）)]"
        rf"|(?<![\d.])(?P<figure>{_FIGURE})(?P<scale>[万亿]?)元[（(](?:大写)?[:：]?(?:人民币)?[:：]?"
        rf"(?P<words>{_WORDS})[）)]"
    ),
    bad=[
        Bad("合同价为人民币⟦壹拾贰万元整（￥125000.00）⟧"),
        Bad("补助⟦3.5万元（大写：叁万元整）⟧"),
    ],
    good=[
        "合同价为人民币壹拾贰万伍仟元整（￥125000.00）",
        "补助3.5万元（大写：叁万伍仟元整）",
        "补助12.50元（壹拾贰元伍角整）",
        "超过10万亿元（107846亿元）",
    ],
    unless=_amounts_agree,
)

RULES: list[Rule] = [_count_of_list, PART_EXCEEDS, AMOUNT_IN_WORDS]
