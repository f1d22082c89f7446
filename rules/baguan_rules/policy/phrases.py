"""Fixed political formulations (固定表述): their items, order and set wording."""

from __future__ import annotations

import datetime
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import Bad, DocumentRule, PatternRule, Rule, document_rule
from baguan.tables import Row, TableRule, read_table, table_rule
from baguan_rules.policy.dates import When, issued, when
from baguan_rules.policy.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from regex import Match, Pattern

    from baguan.document import Document
    from baguan.model import Finding

_BASIS = Basis("党中央有关文件的统一提法", "", Strength.PRACTICE)

# What joins the name of a phrase to the list of its items, and the items to each other.
_LEAD = (
    r"[”’」]?(?:总体布局|战略布局)?[，,]?(?:[（(：:]|——|—|即|就是|是指|指的是|分别是|分别为|包括|是|指)"
    r"[：:“]?(?:增强|坚定|对|反对|坚持|务必)?"
)
_JOIN = (
    r"(?:的?高度)?(?:建设|发展|纪律|振兴|认同|的认同)?(?:[、，,；;]|和|与|及|以及)(?:又|对|务必|反对|必须坚持|坚持)?"
)
_END = r"(?:等|[）)。；，,：”\n]|\Z|的?(?:建设|纪律|振兴|的?认同))"
_MAX_GAP = 8


class _Phrase:
    """One set phrase: its canonical items (each with its alternatives) and the patterns that read a list of them."""

    def __init__(self, row: Row) -> None:
        import regex

        self.key = row["key"]
        self.items = [item.split("/") for item in row["items"].split("、")]
        self.shown = "、".join(item[0] for item in self.items)
        self.extra = set(row["extra"].split("、")) - {""}
        self.index = {word: number for number, item in enumerate(self.items) for word in item}
        words = sorted([*self.index, *self.extra], key=len, reverse=True)
        item = "|".join(map(regex.escape, words))
        anchors = "|".join(map(regex.escape, row["anchors"].split("|")))
        # A list after the name (“四个意识”，即……) or before it (创新、协调……的新发展理念); a foreign item is at most
        # eight characters long.
        foreign = rf"[^、，,；;：:。！？（）()“”\n]{{1,{_MAX_GAP}}}"
        run = rf"(?P<list>(?:{item})(?:{_JOIN}(?:{item}|{foreign}?))*{_JOIN}(?:{item}|{foreign}(?={_END})))"
        self.after: Pattern[str] = regex.compile(rf"(?:{anchors}){_LEAD}{run}")
        # Before the name a comma ends the list: 推进改革创新，贯彻创新、协调……的新发展理念.
        join = _JOIN.replace("[、，,；;]", "、")
        self.before: Pattern[str] = regex.compile(
            rf"(?P<list>(?:{item})(?:{join}(?:{item}|{foreign}?))*{join}(?:{item}))(?:的|这)?(?:“)?(?:{anchors})"
        )
        self.item: Pattern[str] = regex.compile(item)

    def length(self, listed: str) -> int:
        """How much of a list belongs to the phrase: when every item is there, nothing behind the last one does."""
        found = [match for match in self.item.finditer(listed) if match[0] not in self.extra]
        return found[-1].end() if len(found) >= len(self.items) else len(listed)

    def fault(self, listed: str) -> str:
        """What is wrong with a list of items, "" when nothing is or the list is something else."""
        found = [match[0] for match in self.item.finditer(listed) if match[0] not in self.extra]
        numbers = [self.index[word] for word in found]
        total = len(self.items)
        if len(set(numbers)) < max(3, total - 2) or listed.endswith("等"):
            return ""
        missing = [self.items[number][0] for number in range(total) if number not in numbers]
        if len(numbers) != len(set(numbers)):
            return "有重复的项"
        if missing:
            return f"缺“{'、'.join(missing)}”"
        for one, other in pairwise(numbers):
            if one > other:
                return f"次序不对，“{self.items[other][0]}”应在“{self.items[one][0]}”之前"
        return ""


@cache
def _phrases(path: Path, own: Path | None) -> tuple[tuple[tuple[str, ...], _Phrase], ...]:
    return tuple((tuple(row["anchors"].split("|")), _Phrase(row)) for row in read_table(path, own))


def _lists(phrase: _Phrase, text: str, anchor: str) -> Iterator[Match[str]]:
    """The lists next to each mention of ``anchor``; windows keep the search linear."""
    at = text.find(anchor)
    while at >= 0:
        match = phrase.after.match(text, at, min(len(text), at + 160))
        if match:
            yield match
        low = max(text.rfind("\n", 0, at) + 1, at - 120)
        end = at + len(anchor)
        yield from (match for match in phrase.before.finditer(text, low, end) if match.end() == end)
        at = text.find(anchor, at + 1)


@table_rule(
    code="ZC301",
    name="set-phrase-items",
    severity=Severity.ERROR,
    message="固定表述的内容与统一提法不符",
    basis=_BASIS,
    explanation=(
        "固定表述的名称与它的完整列举紧挨着出现时，比对项数、文字和次序。只列一部分并写“等”的、不挨着名称的普通并列、"
        "只写名称不列内容的不查；成文日期早于2020年10月或者叙述历史时，“全面建成小康社会”作第一项是当时的规范提法。"
    ),
    table=table("set_phrases"),
    anchors_of=lambda row: row["anchors"].split("|"),
    bad=[
        Bad("增强“四个意识”，即⟦政治意识、核心意识、大局意识、看齐意识⟧。"),
        Bad("“四个自信”（⟦道路自信、理论自信、制度自信、文明自信⟧）"),
        Bad("贯彻⟦创新、协调、绿色、共享、开放⟧的新发展理念。"),
        Bad("社会主义核心价值观是⟦富强、民主、和谐、文明，自由、平等、公正、法治，爱国、敬业、诚信、友善⟧。"),
        Bad("增强“四个意识”，即⟦政治意识、核心意识、大局意识、看齐意识⟧，确保质量。"),
        Bad("反对“四风”，即⟦形式主义、官僚主义、享乐主义⟧。"),
        Bad("学习“四史”，即⟦党史、国史、改革开放史、社会主义发展史⟧。"),
    ],
    good=[
        "增强“四个意识”，即政治意识、大局意识、核心意识和看齐意识。",
        "贯彻创新、协调、绿色、开放、共享的新发展理念，推动高质量发展。",
        "推进改革创新，加强风险防范，贯彻创新、协调、绿色、开放、共享的新发展理念。",
        "社会主义核心价值观是富强、民主、文明、和谐，自由、平等、公正、法治，爱国、敬业、诚信、友善。",
        "“五位一体”总体布局，即经济建设、政治建设、文化建设、社会建设、生态文明建设。",
        "四史（党史、新中国史、改革开放史、社会主义发展史、中华民族发展史）学习教育",
        "整治“四风”，即形式主义、官僚主义等问题。",
        "推进产业、人才、组织工作，落实“五大振兴”部署。",
        "“六大纪律”，即政治纪律、组织纪律、廉洁纪律、群众纪律、工作纪律、生活纪律。",
        "“三严三实”，即严以修身、严以用权、严以律己，谋事要实、创业要实、做人要实。",
        "增强“五个认同”，即对伟大祖国、中华民族、中华文化、中国共产党、中国特色社会主义的认同。",
        "做到“三个务必”，即务必不忘初心、牢记使命，务必谦虚谨慎、艰苦奋斗，务必敢于斗争、善于斗争。",
    ],
)
def set_phrase_items(document: Document, rule: TableRule) -> Iterator[Finding]:
    """Compare a list that stands next to the name of a set phrase with the canonical list."""
    text = document.text
    seen: set[tuple[int, int]] = set()
    for anchors, phrase in _phrases(rule.table, rule.own):
        for anchor in anchors:
            for match in _lists(phrase, text, anchor):
                start = match.start("list")
                span = start, start + phrase.length(match["list"])
                fault = phrase.fault(match["list"])
                if not fault or span in seen or text.startswith("等", span[1]):
                    continue
                seen.add(span)
                message = f"“{phrase.key}”的内容{fault}，规范的提法是“{phrase.shown}”"
                quoted = document.in_title_marks(*span)
                yield rule.at(*span, message=message, severity=Severity.INFO if quoted else None)


_CHAIN = (
    "马克思列宁主义",
    "毛泽东思想",
    "邓小平理论",
    "“三个代表”重要思想",
    "科学发展观",
    "习近平新时代中国特色社会主义思想",
)


def _chain_fault(words: Sequence[str]) -> bool:
    places = [_CHAIN.index(word) for word in words]
    return places != list(range(places[0], places[0] + len(places)))


@document_rule(
    code="ZC302",
    name="guiding-thought-order",
    severity=Severity.WARNING,
    message="指导思想的排列缺项或者次序不对",
    basis=_BASIS,
    explanation="连写三项以上指导思想时，应按马克思列宁主义、毛泽东思想、邓小平理论、“三个代表”重要思想、科学发展观、习近平新时代中国特色社会主义思想的次序，中间不缺项；只写到其中某一项的（当时的提法）不报。",
    anchors=("邓小平理论",),
    bad=[
        Bad("以⟦毛泽东思想、马克思列宁主义、邓小平理论⟧为指导。"),
        Bad("以⟦邓小平理论、“三个代表”重要思想、习近平新时代中国特色社会主义思想⟧为指导。"),
    ],
    good=[
        "以马克思列宁主义、毛泽东思想、邓小平理论、“三个代表”重要思想、科学发展观、习近平新时代中国特色社会主义思想为指导。",
        "以邓小平理论、“三个代表”重要思想、科学发展观为指导。",
        "学习邓小平理论和习近平新时代中国特色社会主义思想。",
    ],
)
def guiding_thought_order(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A run of at least three of the six must be an unbroken stretch of the chain."""
    import regex

    item = "|".join(map(regex.escape, _CHAIN))
    text = document.text
    at = text.find("邓小平理论")
    reached = 0
    while at >= 0:
        low = max(text.rfind("\n", 0, at) + 1, at - 60, reached)
        for match in regex.finditer(rf"(?:{item})(?:(?:[、，和]|以及|与)(?:{item})){{2,}}", text[low : at + 80]):
            start, end = low + match.start(), low + match.end()
            reached = end
            words = regex.findall(item, match[0])
            if start >= 0 and _chain_fault(words):
                yield rule.at(start, end, message=f"指导思想的排列缺项或者次序不对，规范的次序是{'、'.join(_CHAIN)}")
        at = text.find("邓小平理论", max(at + 1, reached))


def _state(document: Document, year: int, month: int = 1) -> When:
    return when(document, datetime.date(year, month, 1), issued(document))


def _before(document: Document, year: int, month: int = 1) -> bool:
    return _state(document, year, month) in (When.BEFORE, When.OLD)


def _verb(match: Match[str]) -> str:
    text, end = match.string, match.end()
    return next(verb for name, verb in _VERBS.items() if text.startswith(f"“{name}", end))


def _congress(text: str) -> str:
    tens, ones = divmod(int(text[:2]), 10)
    return ("" if tens == 1 else "二") + "十" + ("〇一二三四五六七八九"[ones] if ones else "") + text[2:]


_VERBS = {"四个意识": "增强", "四个自信": "坚定", "两个维护": "做到"}

RULES: list[Rule] = [
    set_phrase_items,
    guiding_thought_order,
    PatternRule(
        code="ZC303",
        name="mismatched-layout",
        severity=Severity.WARNING,
        message="“五位一体”是总体布局，“四个全面”是战略布局，不能错配",
        basis=_BASIS,
        anchors=("四个全面", "五位一体"),
        pattern=r"(?<=“四个全面”的?)总体布局|(?<=“五位一体”的?)战略布局",
        fix=lambda match: "战略布局" if match[0] == "总体布局" else "总体布局",
        bad=[
            Bad("协调推进“四个全面”⟦总体布局⟧", fix="协调推进“四个全面”战略布局"),
            Bad("统筹推进“五位一体”⟦战略布局⟧", fix="统筹推进“五位一体”总体布局"),
        ],
        good=[
            "统筹推进“五位一体”总体布局、协调推进“四个全面”战略布局",
            "统筹推进“五位一体”总体布局和“四个全面”战略布局",
            "“四个全面”和总体布局的关系",
        ],
    ),
    PatternRule(
        code="ZC304",
        name="core-title",
        severity=Severity.ERROR,
        message="固定的提法是“以习近平同志为核心的党中央”",
        basis=_BASIS,
        anchors=("总书记为核心的党中央", "主席为核心的党中央"),
        pattern=r"(?<=以习近平)(?:总书记|主席)(?=为核心的党中央)",
        fix="同志",
        applicability=Applicability.UNSAFE,
        quoted=Severity.WARNING,
        unless=lambda document, match: _before(document, 2016, 10),
        bad=[
            Bad(
                "紧密团结在以习近平⟦总书记⟧为核心的党中央周围。",
                fix="紧密团结在以习近平同志为核心的党中央周围。",
            )
        ],
        good=["紧密团结在以习近平同志为核心的党中央周围。", "在习近平总书记亲自部署下，核心区建设提速。"],
    ),
    PatternRule(
        code="ZC305",
        name="belt-and-road-strategy",
        severity=Severity.WARNING,
        message="“一带一路”是倡议，不写作战略",
        basis=_BASIS,
        anchors=("一带一路”战略", "一带一路战略"),
        pattern=(
            r"(?<=一带一路”?)战略(?=[，。；、！）]|$|的|和|与|以及|实施|深入|提出|推进|构想|背景|带来|为|下)"
            r"(?!(?:的)?(?:对接|支点|枢纽|节点|通道|定位|平台))"
        ),
        fix="倡议",
        unless=lambda document, match: _before(document, 2017),
        bad=[Bad("积极参与“一带一路”⟦战略⟧。", fix="积极参与“一带一路”倡议。")],
        good=[
            "共建“一带一路”倡议得到广泛响应。",
            "打造“一带一路”战略支点和战略枢纽。",
            "推动“一带一路”与各国发展战略对接。",
            "关于参与“一带一路”战略的意见\n某市人民政府\n2015年3月2日",
        ],
    ),
    PatternRule(
        code="ZC306",
        name="verb-of-set-phrase",
        severity=Severity.WARNING,
        message="三者连用时的搭配是增强“四个意识”、坚定“四个自信”、做到“两个维护”，“{text}”搭配不当",
        basis=_BASIS,
        anchors=("两个维护",),
        pattern=(
            r"(?:坚定|做到|践行|维护)(?=“四个意识”[、，][\u4e00-\u9fff]{2,4}“四个自信”[、，][\u4e00-\u9fff]{2,4}“两个维护”)"
            r"|(?<=“四个意识”[、，])(?:做到|树立|践行|维护)(?=“四个自信”[、，][\u4e00-\u9fff]{2,4}“两个维护”)"
            r"|(?<=“四个自信”[、，](?:坚决|自觉)?)(?:增强|坚定|树立|树牢)(?=“两个维护”)"
        ),
        fix=_verb,
        bad=[
            Bad(
                "⟦坚定⟧“四个意识”、坚定“四个自信”、做到“两个维护”",
                fix="增强“四个意识”、坚定“四个自信”、做到“两个维护”",
            ),
            Bad(
                "增强“四个意识”，坚定“四个自信”，⟦树立⟧“两个维护”",
                fix="增强“四个意识”，坚定“四个自信”，做到“两个维护”",
            ),
        ],
        good=[
            "增强“四个意识”、坚定“四个自信”、做到“两个维护”",
            "树牢“四个意识”、增强“四个自信”、坚决践行“两个维护”",
            "做到“四个意识”入脑入心",
        ],
    ),
    PatternRule(
        code="ZC307",
        name="congress-in-digits",
        severity=Severity.WARNING,
        message="党的代表大会届次用汉字，“{text}”应写作“{fix}”",
        basis=_BASIS,
        anchors=("党的1", "党的2"),
        pattern=r"(?<=党的)(?:1[1-9]|2[0-2])(?:大|届)(?=[^\d学]|$)",
        fix=lambda match: _congress(match[0]),
        bad=[
            Bad("学习贯彻党的⟦20大⟧精神。", fix="学习贯彻党的二十大精神。"),
            Bad("党的⟦19届⟧五中全会", fix="党的十九届五中全会"),
        ],
        good=["学习贯彻党的二十大精神。", "党的20多名代表", "党的100周年"],
    ),
    PatternRule(
        code="ZC308",
        name="theme-education-comma",
        severity=Severity.WARNING,
        message="主题教育的名称用顿号：“不忘初心、牢记使命”主题教育",
        basis=_BASIS,
        anchors=("不忘初心，牢记使命”主题教育", "不忘初心,牢记使命”主题教育"),
        pattern=r"(?<=“不忘初心)[，,](?=牢记使命”主题教育)",
        fix="、",
        bad=[
            Bad(
                "开展“不忘初心⟦，⟧牢记使命”主题教育",
                fix="开展“不忘初心、牢记使命”主题教育",
            )
        ],
        good=["开展“不忘初心、牢记使命”主题教育", "大会的主题是：不忘初心，牢记使命，高举中国特色社会主义伟大旗帜"],
    ),
    PatternRule(
        code="ZC309",
        name="outdated-four-comprehensives",
        severity=Severity.WARNING,
        message="“四个全面”的第一项自2020年10月起是“全面建设社会主义现代化国家”",
        basis=Basis("党的十九届五中全会公报", "", Strength.PRACTICE),
        anchors=("全面建成小康社会、全面深化改革、全面",),
        pattern=r"全面建成小康社会(?=、全面深化改革、全面(?:依法治国|推进依法治国)、全面从严治党)",
        fix="全面建设社会主义现代化国家",
        quoted=Severity.INFO,
        unless=lambda document, match: _state(document, 2021) is not When.AFTER,
        bad=[
            Bad(
                "协调推进⟦全面建成小康社会⟧、全面深化改革、全面依法治国、全面从严治党。\n某市委办公室\n2024年3月1日",
                fix="协调推进全面建设社会主义现代化国家、全面深化改革、全面依法治国、全面从严治党。\n某市委办公室\n2024年3月1日",
            )
        ],
        good=[
            "协调推进全面建成小康社会、全面深化改革、全面依法治国、全面从严治党。\n某市委办公室\n2018年3月1日",
            "如期实现全面建成小康社会目标。\n某市委办公室\n2024年3月1日",
        ],
    ),
]
