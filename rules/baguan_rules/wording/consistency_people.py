"""一致: the name of one person or one organisation written in two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Finding, Severity, Span, Strength
from baguan.rule import Bad, DocumentRule, Rule, document_rule

if TYPE_CHECKING:
    from baguan.document import Document

_REVIEW = Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST)
_POSTS = (
    *(
        "书记",
        "市长",
        "县长",
        "区长",
        "省长",
        "镇长",
        "乡长",
        "州长",
        "局长",
        "厅长",
        "处长",
        "科长",
        "部长",
        "主任",
        "主席",
        "院长",
    ),
    *("校长", "所长", "站长", "会长", "秘书长", "检察长", "队长", "经理", "董事长", "教授", "研究员", "工程师"),
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
# What follows a whole name; without it a two-character name and a verb would pass for one of three.
_AFTER = (
    r"(?=[，。、；：（）“”]|主持|出席|参加|讲话|强调|指出|带队|率队|作了?|同志|等|到会|在会|一行|听取|表示|要求|宣读"
    r"|通报|介绍|陪同|为组长|要|负责|牵头|汇报|关于|分管|就|对)"
)
_VERBS = r"\da-zA-Z要在对任主强出参带作同等到表听会率负分汇宣介陪通说将和与及已还也均又就关牵"
_NAMED = lazy_pattern(rf"[长记任席理授员师](?P<name>[{_SURNAMES}][\u4e00-\u9fff][^\W{_VERBS}]){_AFTER}")


_DEPUTY = frozenset("副原前总")


def _post(text: str, end: int) -> str:
    """The post that ends at ``end``, with the character before it (副、原); empty when none does."""
    before = text[max(end - 4, 0) : end]
    post = next((post for post in _POSTS if before.endswith(post)), "")
    deputy = before[-len(post) - 1 : -len(post)]
    return f"{deputy}{post}" if post and deputy in _DEPUTY else post


@document_rule(
    code="WZ508",
    name="person-name-written-two-ways",
    severity=Severity.WARNING,
    message="同一个人的姓名前后差一个字，请核对",
    basis=_REVIEW,
    explanation=(
        "“副市长周明远”后面写成“副市长周明元”。只比同一职务后面、同姓、三个字只差一个字的两个姓名；报出现次数少的，一样多时报后一个。"
        "确是两个人的可以忽略。"
    ),
    anchors=_POSTS,
    bad=[
        Bad("副市长周明远主持会议。副市长周明远指出，要抓好落实。会上，副市长⟦周明元⟧作了讲话。"),
        Bad("局长李建国主持。\n县水利局局长⟦李见国⟧参加，市水利局局长李建国出席。"),
    ],
    good=[
        "副市长周明主持会议，副市长周明强调，副市长周明在会上讲话。",
        "局长李建国出席，副局长李建军参加，书记李建华讲话。",
        "副市长周明远主持会议，副市长周海波参加。",
    ],
)
def _people(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    places: defaultdict[tuple[str, str], dict[str, list[tuple[int, int]]]] = defaultdict(dict)
    for match in _NAMED.finditer(text):
        post = _post(text, match.start("name"))
        if not post:
            continue
        places[post, match["name"][0]].setdefault(match["name"], []).append(match.span("name"))
    for names in places.values():
        for one, other in _pairs(list(names)):
            rare, usual = sorted((one, other), key=lambda name: (len(names[name]), -names[name][0][0]))
            for span in names[rare]:
                message = f"这里写“{rare}”，别处写“{usual}”，如果是同一个人，请核对姓名"
                yield rule.at(*span, message=message)._replace(related=(Span(*names[usual][0]),))


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    """Names that differ in one of their three characters."""
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            if sum(a != b for a, b in zip(one, other, strict=True)) == 1:
                yield one, other


@cache
def _organisation() -> re.Pattern[str]:
    return re.compile(
        "(?:局|厅|委员会|办公室|中心|学院|医院|大学|管理所|服务站|集团|公司|指挥部)(?=[，。；：、）》”\n])"
    )


_BEFORE = lazy_pattern(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{4,22}$")
_LEAST_NAME = 6
# A change of one of these makes another organisation, and a verb or a preposition belongs to the sentence.
_OTHER = lazy_pattern(
    r"[\d〇一二三四五六七八九十东西南北中省市县区乡镇村州旗国总分支大小上下新老男女副各本该原由向对在和与及是经将把为到从报请驻民刑军警财税]"
)


@document_rule(
    code="WZ509",
    name="organisation-name-written-two-ways",
    severity=Severity.WARNING,
    message="同一机构的名称前后差一个字，请核对",
    basis=_REVIEW,
    explanation=(
        "“临江市生态环境局”写了两次以上，另有一处写成“临江市生态环镜局”。只比六个字以上、前后有标点的名称，头尾相同、中间只差一个字；"
        "差的是数字、方位、“省、市、县、区”一类字眼的是另一个机构，不报。"
    ),
    anchors=("局", "厅", "委员会", "办公室", "中心", "学院", "医院", "大学", "公司", "集团"),
    bad=[
        Bad("临江市生态环境局、市水利局牵头。临江市生态环境局，⟦临江市生态环镜局⟧，按职责分工负责。"),
    ],
    good=[
        "临江市生态环境局、市水利局牵头。临江市生态环境局，临江县生态环境局，按职责分工负责。",
        "临江市第一人民医院、临江市第一人民医院、临江市第二人民医院。",
        "临江市生态环境局、临江市生态环境局、市生态环境局。",
    ],
)
def _organisations(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    places: defaultdict[str, list[int]] = defaultdict(list)
    for match in _organisation().finditer(text):
        before = _BEFORE.search(text, max(match.start() - 24, 0), match.start())
        if before and len(before[0]) + len(match[0]) >= _LEAST_NAME:
            places[text[before.start() : match.end()]].append(before.start())
    usual = [name for name, starts in places.items() if len(starts) > 1]
    for name, starts in places.items():
        if len(starts) > 1:
            continue
        twin = next((other for other in usual if _one_apart(name, other)), None)
        if twin:
            start = starts[0]
            found = rule.at(start, start + len(name), message=f"这里写“{name}”，别处写“{twin}”，请核对")
            yield found._replace(related=(Span(places[twin][0], places[twin][0] + len(twin)),))


def _one_apart(one: str, other: str) -> bool:
    """Whether two names of one length differ inside in one character that does not name another organisation."""
    if len(one) != len(other) or one[:2] != other[:2] or one[-1] != other[-1]:
        return False
    different = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(different) == 1 and not _OTHER.search("".join(different[0]))


RULES: list[Rule] = [_people, _organisations]
