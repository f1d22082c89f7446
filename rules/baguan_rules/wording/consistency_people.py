"""一致: the name of one person written in two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
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


RULES: list[Rule] = [_people]
