"""一致: names, terms and short forms that a document writes in two ways (WZ5xx)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from baguan.lazy import lazy_pattern
from baguan.model import Applicability, Basis, Edit, Finding, Fix, Severity, Span, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, DocumentRule, Rule, document_rule
from baguan_rules.wording import consistency_facts, consistency_people

if TYPE_CHECKING:
    from baguan.document import Document

_REVIEW = Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST)
_DRAFTING = Basis("《党政机关公文处理工作条例》", "第十九条", Strength.MUST)
_PRACTICE = Basis("通行做法", "", Strength.PRACTICE)

# Ways of writing one and the same thing, of which a document keeps to one.
_SAME = (
    ("办公厅（室）", "办公厅室", "办公室（厅）"),
    ("发展和改革委员会", "发展改革委员会"),
    ("农业农村局", "农村农业局"),
    ("住房和城乡建设局", "住房城乡建设局"),
    ("住房和城乡建设部", "住房城乡建设部"),
    ("住房和城乡建设厅", "住房城乡建设厅"),
    ("文化和旅游局", "文化旅游局"),
    ("文化和旅游厅", "文化旅游厅"),
    ("自然资源和规划局", "自然资源与规划局"),
    ("人力资源和社会保障局", "人力资源社会保障局"),
    ("人力资源和社会保障厅", "人力资源社会保障厅"),
    ("退役军人事务局", "退役军人局"),
    ("市场监督管理局", "市场监管局"),
    ("平方公里", "平方千米"),
    ("互联网+", "互联网＋", "“互联网”+"),
)


@document_rule(
    code="WZ501",
    name="name-written-two-ways",
    severity=Severity.WARNING,
    message="同一个名称前后写法不一致",
    basis=_REVIEW,
    explanation=(
        "同一个机关、同一个词全文用一种写法：“办公厅（室）”与“办公厅室”、“发展和改革委员会”与“发展改革委员会”。"
        "先写全称、再用规范化简称（“市场监管局”）是可以的，所以机关名只在同级、都带“市、县、省、区”时比较，简称用过说明“以下简称”的不报。"
        "报较少的一种写法的第一处。"
    ),
    anchors=tuple(dict.fromkeys(word for words in _SAME for word in words)),
    bad=[
        Bad("各乡镇党政办公厅（室）牵头，各部门办公厅（室）配合，报市委⟦办公厅室⟧。"),
        Bad("市发展和改革委员会牵头。市发展和改革委员会、市⟦发展改革委员会⟧按职责分工负责。"),
    ],
    good=[
        "各部门办公厅（室）配合。",
        "市市场监督管理局（以下简称市场监管局）牵头，市场监管局负责。",
        "国家发展改革委员会和省发展和改革委员会。",
    ],
)
def _two_ways(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    for words in _SAME:
        present = [word for word in words if word in text]
        if len(present) < 2:
            continue
        if words[0][-1] in "局部厅会":
            yield from _agencies(document, rule, present)
            continue
        counts = sorted(((text.count(word), -text.find(word), word) for word in present), reverse=True)
        usual = counts[0][2]
        for _, place, word in counts[1:]:
            yield rule.at(-place, -place + len(word), message=f"这里写“{word}”，别处写“{usual}”，全文应当一致")


def _agencies(document: Document, rule: DocumentRule, names: list[str]) -> Iterator[Finding]:
    """Two forms of one agency of the same level, outside titles of documents, without a definition."""
    text = document.text
    places: dict[str, defaultdict[str, list[int]]] = {}
    for name in names:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for match in re.finditer(re.escape(name), text):
            level = text[max(match.start() - 1, 0) : match.start()]
            if level in "省市县区州旗" and level and not document.in_title_marks(*match.span()):
                found[level].append(match.start())
        places[name] = found
    if any(re.search(f"简称[“《]?[省市县区州旗]?{name}", text) for name in names):
        return
    for level in "省市县区州旗":
        counts = [(len(places[name][level]), name) for name in names if places[name][level]]
        if len(counts) < 2:
            continue
        usual = max(counts)[1]
        for _, name in counts:
            if name != usual:
                start = places[name][level][0]
                message = f"这里写“{name}”，别处写“{usual}”，同一机关的名称全文应当一致"
                yield rule.at(start, start + len(name), message=message)


_TITLE = lazy_pattern(r"《(?P<title>[^《》\n]{8,60})》")
# Words whose change makes another document, not another spelling.
_MEANT = lazy_pattern(
    r"[\d〇一二三四五六七八九十百上下中前后甲乙丙丁省市县区乡镇村州旗国部局厅委民刑军警男女老幼新旧增减试暂修正案]"
)


@document_rule(
    code="WZ502",
    name="document-title-written-two-ways",
    severity=Severity.WARNING,
    message="同一文件的名称前后差一个字，请核对",
    basis=_REVIEW,
    explanation=(
        "书名号里的两个名称（八个字以上）只差一个字，其中一个出现两次以上，多半是写错了一处。"
        "差的是数字、年份、“省、市、县”一类字眼的，是不同的文件，不报。"
    ),
    anchors=("《",),
    bad=[
        Bad(
            "落实《临江市公共租赁住房管理办法》，《临江市公共租赁住房管理办法》第三条，⟦《临江市公共租赁住房管理方法》⟧。",
            fix="落实《临江市公共租赁住房管理办法》，《临江市公共租赁住房管理办法》第三条，《临江市公共租赁住房管理办法》。",
        ),
        Bad(
            "依据《青石县乡村建设行动方案》《青石县乡村建设行动方案》⟦《青石县乡村建行动方案》⟧执行。",
            fix="依据《青石县乡村建设行动方案》《青石县乡村建设行动方案》《青石县乡村建设行动方案》执行。",
        ),
    ],
    good=[
        "《临江市公共租赁住房管理办法》《临江市公共租赁住房管理办法》《临江县公共租赁住房管理办法》",
        "《关于做好2025年防汛工作的通知》《关于做好2026年防汛工作的通知》《关于做好2025年防汛工作的通知》",
        "《临江市公共租赁住房管理办法》《临江市公共租赁住房管理办法实施细则》",
    ],
)
def _title_two_ways(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    titles = Counter(match["title"] for match in _TITLE.finditer(document.text))
    usual = [title for title, count in titles.items() if count > 1]
    for title, count in titles.items():
        if count > 1:
            continue
        twin = next((other for other in usual if _one_apart(title, other)), None)
        if twin is not None:
            start = document.text.find(f"《{title}》")
            end = start + len(title) + 2
            fix = Fix(f"改为《{twin}》", (Edit(start, end, f"《{twin}》"),), Applicability.DISPLAY)
            found = rule.at(start, end, message=f"这里写《{title}》，别处写《{twin}》，请核对", fix=fix)
            first = document.text.find(f"《{twin}》")
            yield found._replace(related=(Span(first, first + len(twin) + 2),))


def _one_apart(one: str, other: str) -> bool:
    """Whether one character was changed, lost or added inside, and that change is not meant."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    left, right = one[head : len(one) - tail], other[head : len(other) - tail]
    if len(left) > 1 or len(right) > 1 or not tail:
        return False
    return not _MEANT.search(left + right)


class _Short(NamedTuple):
    """A short form as it is defined: “……（以下简称“甲”）”."""

    name: str
    start: int
    end: int
    full_start: int


_DEFINITION = lazy_pattern(
    r"[（(](?P<word>以下(?:统一)?简?称为?|下称|简称)[：:]?[“《‘]?(?P<name>[^（）()“”《》‘’，。；\n]{2,16})[”》’]?[）)]"
)


def _definitions(document: Document, *, formal: bool = False) -> list[_Short]:
    """The short forms a document defines; ``formal`` leaves out those that a mere “简称” explains."""
    return [
        _Short(match["name"], *match.span("name"), match.start())
        for match in _DEFINITION.finditer(document.text)
        if not formal or match["word"] != "简称"
    ]


@document_rule(
    code="WZ503",
    name="short-form-never-used",
    severity=Severity.INFO,
    message="简称定义以后没有再用，可以删去“以下简称”的括注",
    basis=_DRAFTING,
    explanation="条例要求使用简称先用全称并注明简称；注明了后文又不用，括注就是多余的。",
    anchors=("简称", "下称"),
    bad=[Bad("成立市城市更新工作领导小组（以下简称“⟦领导小组⟧”）。各部门要抓好落实。")],
    good=[
        "成立市城市更新工作领导小组（以下简称“领导小组”）。领导小组由市长任组长。",
        "通报的简称和代码。",
    ],
)
def _never_used(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    for short in _definitions(document, formal=True):
        if document.text.find(short.name, short.end) < 0:
            message = f"简称“{short.name}”定义以后没有再用，可以删去“以下简称”的括注"
            yield rule.at(short.start, short.end, message=message)


@document_rule(
    code="WZ504",
    name="short-form-used-before-its-definition",
    severity=Severity.INFO,
    message="简称在注明之前已经用过，应在第一次出现时注明",
    basis=_DRAFTING,
    explanation="“以下简称”管的是后文，简称在它之前就出现，读者不知道指什么。标题里的、全称里包含的不算；只看三个字以上的简称。",
    anchors=("简称", "下称"),
    bad=[
        Bad(
            "情况通报\n近日，⟦市城管委⟧召开会议。市城市管理委员会（以下简称“市城管委”）主任主持会议，市城管委各成员单位参加。"
        ),
    ],
    good=[
        "市城市管理委员会（以下简称“市城管委”）召开会议，市城管委各成员单位参加。",
        "领导小组办公室要抓好落实，市城市更新工作领导小组（以下简称“领导小组”）要加强督导，领导小组……",
    ],
)
def _used_before(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    shorts = _definitions(document, formal=True)
    for short in shorts:
        if len(short.name) < 3 or _COMMON.search(short.name):
            continue
        full = _RUN.search(text, max(short.full_start - 40, 0), short.full_start)
        if full and short.name in full[0]:
            continue  # the short form is a part of the full one, so that every use of that would count
        start = text.find(short.name, 0, short.full_start)
        while start >= 0 and "。" not in document.block_text(document.block_at(start)):
            start = text.find(short.name, start + 1, short.full_start)  # a title or a heading
        if start >= 0 and not document.in_title_marks(start, start + len(short.name)):
            message = f"简称“{short.name}”在注明之前已经用过，应在第一次出现时注明"
            found = rule.at(start, start + len(short.name), message=message)
            yield found._replace(related=(Span(short.start, short.end),))


_RUN = lazy_pattern(r"[^，。；：、！？\n]+$")
# Short forms that are ordinary words too.
_COMMON = lazy_pattern(
    "^(?:领导小组|工作专班|实施方案|管理办法|本[办规条].*|.*(?:部门|单位|人员|组织|机构|机关|代表|企业|公司|社团|项目))$"
)


@document_rule(
    code="WZ505",
    name="short-form-defined-twice",
    severity=Severity.WARNING,
    message="同一个简称注明了两次",
    basis=_DRAFTING,
    explanation="一个简称在同一篇里只注明一次；注明两次而全称不同的，读者分不清指哪一个。各附件自成一篇，分别注明的不报。",
    anchors=("简称", "下称"),
    bad=[
        Bad(
            "市数字经济发展领导小组（以下简称“领导小组”）负责统筹，领导小组下设办公室。"
            "市项目建设领导小组（以下简称“⟦领导小组⟧”）负责调度。"
        )
    ],
    good=["市数字经济发展领导小组（以下简称“领导小组”）负责统筹，领导小组下设办公室。"],
)
def _defined_twice(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    seen: dict[str, _Short] = {}
    for short in _definitions(document, formal=True):
        first = seen.setdefault(short.name, short)
        if first is short:
            continue
        annex = document.structure.first(ElementName.ATTACHMENT)
        if annex is None or short.start < annex.start:
            found = rule.at(short.start, short.end, message=f"简称“{short.name}”前面已经注明过，请核对指的是不是同一个")
            yield found._replace(related=(Span(first.start, first.end),))


_SELF = lazy_pattern(
    r"(?:^|[，。；：、（“是由经对将向请在为]|现)(?P<at>(?P<word>[我本])(?P<body>局|委|厅|办|院|校|公司|中心|单位|镇|乡|县|市|区|省))"
    r"(?![外内长域属州面级直民义场年月部务人党政里]|委员?会)"
)


@document_rule(
    code="WZ506",
    name="mixed-self-reference",
    severity=Severity.INFO,
    message="自称前后不一致，“我……”“本……”全文用一种",
    basis=_PRACTICE,
    explanation="同一篇公文里“我局”“本局”混用，宜统一。上行文、平行文习惯用“我局”，公告、通告习惯用“本局”。只提示较少的一种的第一处。",
    kinds=frozenset({Kind.STATUTORY}),
    anchors=("我", "本"),
    bad=[
        Bad(
            "市财政局：\n来函收悉，我局高度重视。⟦本局⟧将按要求办理，我局已明确专人负责。",
            kind="statutory",
        )
    ],
    good=[
        "来函收悉，我局高度重视，我局已明确专人负责，本市范围内的企业均已通知。",
        "本局决定，本局对外公开电话不变。",
    ],
)
def _self(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    body = document.structure.first(ElementName.BODY)
    if body is None:
        return
    places: defaultdict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: {"我": [], "本": []})
    for match in _SELF.finditer(document.text, body.start, body.end):
        if not document.in_quotes(*match.span("at")):
            places[match["body"]][match["word"]].append(match.span("at"))
    for unit, forms in places.items():
        if not forms["我"] or not forms["本"]:
            continue
        rare, usual = sorted("我本", key=lambda word: len(forms[word]))
        yield rule.at(*forms[rare][0], message=f"自称前后不一致：这里写“{rare}{unit}”，别处写“{usual}{unit}”")


@cache
def _units() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str, str], ...]:
    pairs = (
        ("km", "公里|千米"),
        ("kg", "公斤|千克"),
        ("kW", "千瓦(?!时)"),
        ("hm²", "公顷"),
        ("m²", "平方米"),
        ("t", "吨"),
    )
    return tuple(
        (
            re.compile(rf"\d ?{symbol}(?![A-Za-z0-9²³/·])"),
            re.compile(rf"\d[多余]?[万亿]?(?:{words})"),
            symbol,
            words.split("|")[0].split("(")[0],
        )
        for symbol, words in pairs
    )


@document_rule(
    code="WZ507",
    name="unit-symbol-and-name-mixed",
    severity=Severity.INFO,
    message="同一个计量单位有的用符号、有的用中文，全文用一种",
    basis=Basis("GB/T 15835—2011", "4.3", Strength.GENERAL),
    explanation="同一篇里“12km”与“15公里”混用，宜统一；公文正文多用中文名称。表格、公式里的符号不比。",
    anchors=("km", "kg", "kW", "hm²", "m²", "t"),
    bad=[Bad("甲路长12公里，乙路长⟦8km⟧，丙路长15公里。")],
    good=["甲路长12公里，乙路长8公里。", "时速60km/h，全长12公里。", "甲路长12km，乙路长8km。"],
)
def _mixed_units(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    prose = [block for block in document.blocks if block.part == "body"]
    for symbol, words, sign, name in _units():
        if sign not in document.text:
            continue
        match = next((m for b in prose if (m := symbol.search(document.text, b.start, b.end))), None)
        if match and any(words.search(document.text, b.start, b.end) for b in prose):
            start = match.start()
            while start and document.text[start - 1] in "0123456789.,":
                start -= 1
            yield rule.at(start, match.end(), message=f"这里用符号“{sign}”，别处用“{name}”，全文宜用一种")


RULES: list[Rule] = [
    _two_ways,
    _title_two_ways,
    _never_used,
    _used_before,
    _defined_twice,
    _self,
    _mixed_units,
    *consistency_facts.RULES,
    *consistency_people.RULES,
]
