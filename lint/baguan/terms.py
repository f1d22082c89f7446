"""Words that a document makes its own: abbreviations it defines, names it uses several times.

A checker of wrong characters doubts what it has not seen before; what a document defines, or names again and again,
it means.  Being wrong here costs little (one doubt is not raised), being greedy costs more (a true fault hides behind
a chance repetition): so every pattern asks for a mark a writer makes on purpose.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from re import MULTILINE
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern

if TYPE_CHECKING:
    from baguan.document import Document

_HAN = r"\u3400-\u9fff"
_MARKERS = ("简称", "统称", "合称", "并称", "下称", "下同", "简写为", "缩写为", "所称", "是指")

# 简称“甲”“乙”和《丙》
_QUOTED = r"[“「『《〈]([^“”「」『』《》〈〉\n]{1,30})[”」』》〉]"
_INTRODUCED = lazy_pattern(
    rf"(?:[简统合并总]称|[以下]下?称|简写|缩写|俗称)[为作是]?[：:]?(?:[{_HAN}]{{0,6}}?)(?P<list>{_QUOTED}(?:[、和与或及]?{_QUOTED})*)"
)
_IN_QUOTES = lazy_pattern(_QUOTED)
# （以下简称市局，下同）
_BRACKETED = lazy_pattern(
    r"(?<=[（(\[〔])(?:[^（）()\[\]〔〕\n]{0,40}[，,；])?(?:以下|下文|下|英文|中文)?(?:分别)?"
    r"(?:[简统合并总]称|[以下]称|简写|缩写)[为作是]?[：:]?"
    r"(?P<term>[^，。；、：“”《》（）()\[\]〔〕\s]{2,20})(?=[，、；）)\]〕]|下同)"
)
# 本办法所称重点项目，是指……；“三重一大”是指……
_MEANT = lazy_pattern(rf"所称(?:的)?[“《]?(?P<term>[{_HAN}A-Za-z0-9]{{2,20}}?)[”》]?(?:，|,)?(?:系|均)?(?:是)?指")
_GLOSSED = lazy_pattern(
    rf"^[ \u3000]*(?:[0-9一二三四五六七八九十（）()]{{1,5}}[.、．]?)?[“【]?(?P<term>[{_HAN}A-Za-z0-9]{{2,12}}?)[”】]?"
    r"(?:（[^（）\n]{1,60}）)?"
    rf"[：:]?(?:是|为|系)[^。；\n]{{2,60}}的(?:[{_HAN}]{{2}})?[简统]称",
    MULTILINE,
)

# Surnames that are rarely the start of a common word; the rest of the hundred surnames is too ordinary to be a mark.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方"
    "石姚谭廖邹熊陆郝孔崔邱秦江史顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚庞樊兰殷施洪翟倪严牛陶俞章鲁葛韦毛聂"
    "焦向柳邢岳骆欧祝祁耿尚舒詹项裴苗鲍翁霍盛冉阮桂柯甘屈卞闵"
)
_TITLES_AFTER = "同志|先生|女士|烈士|院士|教授|博士|律师|老师|医生|师傅"
_TITLES_BEFORE = (
    "书记|省长|市长|州长|县长|区长|镇长|乡长|局长|厅长|部长|处长|科长|主任|主席|校长|院长|所长|会长|站长|村长"
    "|委员|代表|记者|董事长|总经理|检察长"
)
_LABELS = (
    "联系人|经办人|承办人|负责人|法定代表人|联络员|姓名"
    "|主持人|主持|记录人|记录|出席|列席|参加人员|签发人|签发|拟稿|核稿"
)
_SPEAKING = "主持|出席|参加|讲话|指出|强调|表示|介绍|率队|带队|宣读|传达|致辞|作|任|到|在|同志"
_GIVEN = rf"[{_HAN}]"
_NO_NAME = frozenset(
    "的了在是和与等各本该我你他们不有为对将被把从由及要应会可能并也都就全很更最大小多少上下中来去说到任职员长部局院领导们"
)

_PERSON_BEFORE = lazy_pattern(rf"(?P<name>[{_SURNAMES}]{_GIVEN}{{1,2}})(?={_TITLES_AFTER})")
_PERSON_AFTER = lazy_pattern(
    rf"(?:{_TITLES_BEFORE})(?P<name>[{_SURNAMES}]{_GIVEN}{{2}})(?=[，、；。：:（）\s]|{_SPEAKING})"
)
_PERSON_LISTED = lazy_pattern(
    rf"(?:{_LABELS})[：:][ \u3000]*"
    rf"(?P<list>[{_SURNAMES}]{_GIVEN}{{1,2}}(?:[、，, \t\u3000]+[{_SURNAMES}]{_GIVEN}{{1,2}})*)"
    r"(?=[，、；。：:（）()\s0-9]|$)"
)
_PLACE = lazy_pattern(
    rf"(?<![{_HAN}])(?:[在由与和及到于向从对经]|[{_HAN}]{{1,4}}[省市州县区旗])?"
    rf"(?P<name>[{_HAN}]{{2,4}}(?:村(?!镇)|镇(?![压守静定痛江])|乡(?![村镇亲愁土情音])|屯|水库|大桥|隧道|灌区|林场|农场))"
)
_NO_PLACE = lazy_pattern(
    r"[的了在是和与及或等由向从对应当不得为将被把者并且请求我你他其此该每各本某这那几两多有无个条件座所处级百千万]"
    r"|^[全新老小大]?(?:城|乡|村|镇)|[城进村镇下]乡$|乡村$|[乡城村]镇$|强镇$|新市镇$|城中村$|自然村$"
    r"|建设|加强|推进|促进|推动|统筹|保障|提升|打造|开展|支持|服务|深入|组织|指导|管理|建立|健全|完善|实现|实行|完成|建成|确保|发挥"
    r"|加快|强化|提高|加大|整治|领导|发展|保护|守护|助力|赋美|关闭|占用|损坏|禁止|超过|规范|提交|扎实|做好|依法|是指|所属|下属|重点"
    r"|相关|基层|贫困|困难|收入|今后|以上|公里|中小|小型|大中型|病险|景区|农村|城市|美丽|示范|智慧|平安|幸福|传统|文明|民族|中心"
    r"|行政|建制|专业|小[镇村]|古[镇村]|标准|全市|区县|家庭|未成年|物业|特色|国有|发达"
)


def defined_terms(document: Document) -> frozenset[str]:
    """The words a document has made its own.

    Abbreviations it introduces (以下简称“……”, 统称, 本办法所称……是指), short expressions it puts in quotation marks
    at least twice, and names of people and places that stand in it at least twice and once with a mark of a name
    (a title beside it, 联系人：, a kind of place after it).  Takes the text in one pass a pattern; loads no dictionary.
    """
    text = document.text
    found = set(_introduced(text)) if any(marker in text for marker in _MARKERS) else set()
    found.update(word for word, count in Counter(_quoted(text)).items() if count > 1)
    names = {name for name in _names(text) if text.find(name, text.find(name) + 1) >= 0}
    return frozenset(found | names)


def _introduced(text: str) -> Iterator[str]:
    for match in _INTRODUCED.finditer(text):
        yield from (word for word in _IN_QUOTES.findall(match["list"]) if len(word) > 1)
    for pattern in (_BRACKETED, _MEANT, _GLOSSED):
        for match in pattern.finditer(text):
            yield match["term"]


def _quoted(text: str) -> Iterator[str]:
    for match in lazy_pattern(rf"“([{_HAN}A-Za-z0-9]{{2,8}})”").finditer(text):
        yield match[1]


def _names(text: str) -> Iterator[str]:
    for match in _PERSON_BEFORE.finditer(text):
        yield from _person(match["name"])
    for match in _PERSON_AFTER.finditer(text):
        yield from _person(match["name"])
    for match in _PERSON_LISTED.finditer(text):
        for name in lazy_pattern(r"[、，, \t\u3000]+").split(match["list"]):
            yield from _person(name)
    places = Counter(match["name"] for match in _PLACE.finditer(text))
    yield from (name for name, count in places.items() if count > 1 and not _NO_PLACE.search(name))


def _person(name: str) -> Iterator[str]:
    if not _NO_NAME.intersection(name[1:]):
        yield name


class Occurrences:
    """Where words stand in a text, for asking whether a place is inside one of them."""

    def __init__(self, text: str, words: Iterable[str]) -> None:
        """One search a word, or one pass over the text when there are many words."""
        spans = sorted(_spans(text, [word for word in words if word]))
        self._starts = [start for start, _ in spans]
        self._reach = list(accumulate((end for _, end in spans), max))

    def cover(self, start: int, end: int) -> bool:
        """Whether one occurrence holds ``text[start:end]``; an empty span must stand strictly inside it."""
        last = bisect_right(self._starts, start - (start == end)) - 1
        return last >= 0 and self._reach[last] >= end + (start == end)

    def __bool__(self) -> bool:
        return bool(self._starts)


_FEW = 40  # below this, looking for each word is faster than building an automaton


def _spans(text: str, words: list[str]) -> Iterator[tuple[int, int]]:
    if len(words) > _FEW:
        from ahocorasick_rs import AhoCorasick, MatchKind

        automaton = AhoCorasick(words, matchkind=MatchKind.Standard)
        yield from ((start, end) for _, start, end in automaton.find_matches_as_indexes(text, overlapping=True))
        return
    for word in words:
        start = text.find(word)
        while start >= 0:
            yield start, start + len(word)
            start = text.find(word, start + 1)
