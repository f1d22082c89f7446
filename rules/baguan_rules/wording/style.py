"""文风: long sentences and paragraphs, wordiness, empty phrases, colloquial words (WZ7xx, advice unless configured)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Finding, Severity, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan_rules.wording import style_briefing, style_words

if TYPE_CHECKING:
    from baguan.document import Document

_DRAFTING = Basis("《党政机关公文处理工作条例》", "第十九条", Strength.MUST)
_PRACTICE = Basis("公文写作惯例", "", Strength.PRACTICE)
_DOCUMENTS = frozenset({Kind.STATUTORY})

_STOP = lazy_pattern("[。！？；\n]|……")


@document_rule(
    code="WZ701",
    name="long-sentence",
    severity=Severity.INFO,
    message="句子过长，宜断开",
    basis=_DRAFTING,
    explanation=(
        "一句话（到句号、分号、问号、叹号为止）超过规定字数，读者难以一口气读下来。默认 120 字，可用选项 maximum 调整。"
        "书名号、括号里的字不计；并列的名单、连着的书名号不报；全文很多时只在最长的一句提示。法规条文、讲话稿不看。"
    ),
    kinds=_DOCUMENTS,
    options={"maximum": 120},
    bad=[
        Bad("⟦各单位要加强领导压实责任细化措施确保成效。⟧", kind="statutory", options={"maximum": 15}),
    ],
    good=[
        Good("各单位要加强领导，压实责任。细化措施，确保成效。", kind="statutory", options={"maximum": 15}),
        Good(
            "根据《关于进一步加强和改进新形势下城市管理工作的若干意见》执行。",
            kind="statutory",
            options={"maximum": 15},
        ),
    ],
)
def _long_sentence(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    most = int(rule.options["maximum"])
    found: list[tuple[int, int, int]] = []
    for start, end in _sentences(document):
        if end - start <= most:
            continue
        sentence = document.text[start:end]
        length = len(_ASIDE.sub("", sentence))
        if length > most and sentence.count("、") < length / 10:
            found.append((length, start, end))
    if not found:
        return
    length, start, end = max(found, key=lambda item: (item[0], -item[1]))
    more = f"；全文超过{most}字的句子共{len(found)}个，这是最长的" if len(found) > 1 else ""
    yield rule.at(start, end, message=f"这一句有{length}字，超过{most}字，宜断开{more}")


_ASIDE = lazy_pattern(r"《[^《》]*》|（[^（）]*）|[ \t\u3000]")


def _sentences(document: Document) -> Iterator[tuple[int, int]]:
    """The sentences of the body, marks included."""
    body = document.structure.first(ElementName.BODY)
    if body is None:
        return
    start = body.start
    for match in _STOP.finditer(document.text, body.start, body.end):
        yield start + _leading(document.text, start), match.end()
        start = match.end()


def _leading(text: str, start: int) -> int:
    count = 0
    while text[start + count : start + count + 1] in (" ", "\u3000", "\t"):
        count += 1
    return count


@document_rule(
    code="WZ702",
    name="long-paragraph",
    severity=Severity.INFO,
    message="段落过长，宜分段",
    basis=_DRAFTING,
    explanation=(
        "一段超过规定字数（默认 500 字，选项 maximum）层次不清，宜按意思分段。全文很多时只在最长的一段提示。"
        "讲话稿、法规条文不看。"
    ),
    kinds=_DOCUMENTS,
    options={"maximum": 500},
    bad=[Bad("⟦各单位要加强领导。压实责任。细化措施。确保成效。⟧", kind="statutory", options={"maximum": 15})],
    good=[Good("各单位要加强领导。\n压实责任。\n细化措施。确保成效。", kind="statutory", options={"maximum": 15})],
)
def _long_paragraph(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    most = int(rule.options["maximum"])
    body = document.structure.first(ElementName.BODY)
    if body is None:
        return
    long = [
        block
        for block in document.blocks
        if block.end - block.start > most and block.part == "body" and body.start <= block.start < body.end
    ]
    if long:
        block = max(long, key=lambda item: item.end - item.start)
        more = f"；全文这样的段落共{len(long)}个，这是最长的" if len(long) > 1 else ""
        message = f"这一段有{block.end - block.start}字，超过{most}字，宜按意思分段{more}"
        yield rule.at(block.start, block.end, message=message)


_EMPTY = (
    *(
        "高度重视",
        "切实加强",
        "进一步加强",
        "进一步提高",
        "进一步完善",
        "进一步推进",
        "切实提高",
        "狠抓落实",
        "抓紧抓实",
        "抓实抓细",
    ),
    *(
        "落到实处",
        "落地见效",
        "落地生根",
        "取得实效",
        "再上新台阶",
        "迈上新台阶",
        "开创新局面",
        "奋力谱写",
        "扎实推进",
        "强力推进",
    ),
    *(
        "统一思想",
        "提高认识",
        "提高站位",
        "凝心聚力",
        "真抓实干",
        "久久为功",
        "驰而不息",
        "踔厉奋发",
        "勇毅前行",
        "多措并举",
    ),
    *(
        "全力以赴",
        "不折不扣",
        "走深走实",
        "入脑入心",
        "见行见效",
        "精准发力",
        "持续发力",
        "协同发力",
        "有力有序",
        "稳步推进",
    ),
    *(
        "赋能",
        "抓手",
        "闭环",
        "着力点",
        "组合拳",
        "硬骨头",
        "牛鼻子",
        "新征程",
        "新篇章",
        "强大合力",
        "浓厚氛围",
        "坚强保障",
    ),
)
_EMPHATIC = ("进一步", "切实", "不断", "着力", "大力", "积极", "全面", "深入", "扎实", "有效", "充分", "认真")


@cache
def _empty() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_EMPTY, key=len, reverse=True)))


@cache
def _emphatic() -> re.Pattern[str]:
    return re.compile("|".join(_EMPHATIC))


def _dense(document: Document, rule: DocumentRule, pattern: re.Pattern[str], what: str) -> Iterator[Finding]:
    """One finding on the word a document uses most when such words stand too close together."""
    body = document.structure.first(ElementName.BODY)
    if body is None or body.end - body.start < int(rule.options["minimum"]):
        return
    matches = list(pattern.finditer(document.text, body.start, body.end))
    rate = len(matches) * 1000 / (body.end - body.start)
    if rate <= float(rule.options["maximum"]):
        return
    usual = Counter(match[0] for match in matches).most_common(3)
    words = "、".join(f"“{word}”{count}次" for word, count in usual)
    first = next(match for match in matches if match[0] == usual[0][0])
    yield rule.at(*first.span(), message=f"{what}每千字{rate:.0f}处（{words}），宜删去一些，写具体的做法和结果")


@document_rule(
    code="WZ704",
    name="empty-phrases",
    severity=Severity.INFO,
    message="套话偏多，宜写具体的做法和结果",
    basis=_DRAFTING,
    explanation=(
        "“高度重视、切实加强、落到实处、再上新台阶”一类套话，每千字超过规定处数时全文提示一次"
        "（默认 12，选项 maximum）。三百字以下的短文不看（选项 minimum）。"
    ),
    kinds=frozenset({Kind.STATUTORY, Kind.PROSE}),
    anchors=(
        "高度重视",
        "切实加强",
        "进一步加强",
        "狠抓落实",
        "落到实处",
        "取得实效",
        "扎实推进",
        "提高站位",
        "凝心聚力",
    ),
    options={"maximum": 12, "minimum": 300},
    bad=[
        Bad(
            "各单位要⟦高度重视⟧，切实加强领导，统一思想，提高认识，确保落到实处、取得实效。",
            kind="statutory",
            options={"minimum": 20},
        )
    ],
    good=[
        Good("各单位要高度重视，切实加强领导，统一思想。", kind="statutory"),
        Good(
            "各单位于5月底前完成排查，6月10日前报结果，逾期通报。高度重视。",
            kind="statutory",
            options={"minimum": 20, "maximum": 40},
        ),
    ],
)
def _empty_phrases(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    yield from _dense(document, rule, _empty(), "套话")


@document_rule(
    code="WZ705",
    name="overused-emphasis",
    severity=Severity.INFO,
    message="“进一步、切实、不断”一类词用得太密",
    basis=_DRAFTING,
    explanation=(
        "“进一步、切实、不断、着力、扎实”一类词，每千字超过规定处数（默认 25，选项 maximum）时全文提示一次，"
        "并列出最常用的三个。"
    ),
    kinds=frozenset({Kind.STATUTORY, Kind.PROSE}),
    anchors=("切实", "着力", "扎实"),
    options={"maximum": 25, "minimum": 300},
    bad=[
        Bad(
            "要⟦进一步⟧加强领导，进一步压实责任，切实转变作风，不断提高水平，着力破解难题。",
            kind="statutory",
            options={"minimum": 20},
        )
    ],
    good=[
        Good("要进一步加强领导，进一步压实责任，切实转变作风。", kind="statutory"),
        Good(
            "要加强领导，压实责任，转变作风，提高水平，破解难题，进一步做好工作。",
            kind="statutory",
            options={"minimum": 20, "maximum": 40},
        ),
    ],
)
def _overused(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    yield from _dense(document, rule, _emphatic(), "“进一步、切实、不断”一类词")


@document_rule(
    code="WZ706",
    name="document-too-long",
    severity=Severity.INFO,
    message="篇幅超过规定",
    basis=Basis("整治形式主义为基层减负的有关规定", "", Strength.GENERAL),
    explanation=(
        "中央关于解决形式主义突出问题为基层减负的文件要求，政策性文件原则上不超过十页，地方和部门向上级报送的综合报告、专项报告有字数限制；"
        "各单位掌握的标准不一，这里默认 5000 字、报告 4000 字（选项 maximum、report），按正文不含空白计算，只提示。"
    ),
    kinds=_DOCUMENTS,
    options={"maximum": 5000, "report": 4000},
    bad=[
        Bad(
            "关于工作情况的⟦报告⟧\n市人民政府：\n现将有关情况报告如下：今年以来开展了三项工作。",
            kind="statutory",
            options={"report": 10},
        ),
    ],
    good=[
        Good("关于工作情况的报告\n市人民政府：\n现将有关情况报告如下。", kind="statutory"),
    ],
)
def _too_long(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    body = document.structure.first(ElementName.BODY)
    title = document.structure.first(ElementName.TITLE)
    if body is None or title is None:
        return
    most = int(rule.options["report" if document.structure.genre == "报告" else "maximum"])
    if body.end - body.start <= most:
        return
    length = sum(not character.isspace() for character in document.text[body.start : body.end])
    if length > most:
        genre = document.structure.genre or "公文"
        start = max(title.start, title.end - 2)
        yield rule.at(start, title.end, message=f"正文{length}字，超过{genre}{most}字的篇幅要求，宜压缩")


RULES: list[Rule] = [
    _long_sentence,
    _long_paragraph,
    _empty_phrases,
    _overused,
    _too_long,
    *style_words.RULES,
    *style_briefing.RULES,
]
