"""The words that lead in and close a document, against its 文种."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity
from baguan.outline import Kind
from baguan.rule import Bad, Rule, document_rule
from baguan_rules.routing.parts import body_paragraphs, closing_paragraphs, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_STATUTORY = frozenset({Kind.STATUTORY})
_PRACTICE = Basis("公文写作惯例")
_SIGN = "青溪县水利局\n2025年8月20日\n"

# (?:将|就|把)…如下, where the verb should be that of the title.
_LEAD_IN = lazy_pattern(
    r"(?:现|特|兹)(?:就|将|把)?[^。；：\n]{0,40}?(?P<verb>通知|通报|通告|公告|报告|请示|批复|函复|函告|函商)如下[：:。]"
)
# Which lead-in betrays a change of 文种: title → verbs; 通报 in a notice and 报告 in a request tell of a situation.
_LEAD_CLASH = {
    "通告": {"通知"},
    "公告": {"通知", "通告"},
    "通知": {"通告", "公告", "请示", "批复"},
    "报告": {"请示"},
    "批复": {"函复", "通知", "报告", "请示"},
    "函": {"通知", "请示"},
    "通报": {"请示", "通告"},
    "请示": {"通知", "报告", "函商"},
}


_TOLD_BEFORE = lazy_pattern(r"情况[^，。]{0,4}$")


@document_rule(
    code="XW121",
    name="lead-in-against-genre",
    severity=Severity.WARNING,
    message="正文的过渡语与标题的文种不一致",
    basis=_PRACTICE,
    explanation="标题是通告而正文写“现通知如下”，标题是报告而正文写“现请示如下”，多为套用旧稿。请示中“现将有关情况报告如下”只提示。",
    kinds=_STATUTORY,
    genres=frozenset(_LEAD_CLASH),
    bad=[
        Bad(f"关于开展河道清淤的通告\n为保障行洪，现将有关事项⟦通知如下⟧：\n一、时间\n8月。\n特此通告。\n{_SIGN}"),
        Bad(f"关于防汛工作情况的报告\n市水利局：\n现将有关事项⟦请示如下⟧：\n一、基本情况\n特此报告。\n{_SIGN}"),
        Bad(f"关于购置车辆的请示\n县财政局：\n现将有关情况⟦报告如下⟧：\n一、现状\n妥否，请批示。\n{_SIGN}"),
    ],
    good=[
        f"关于防汛工作情况的报告\n市水利局：\n现将有关情况汇报如下：\n一、基本情况\n特此报告。\n{_SIGN}",
        f"关于表彰情况的通知\n各科室：\n现将有关情况通报如下：\n一、情况\n特此通知。\n{_SIGN}",
        f"关于做好防汛工作的通知\n各科室：\n《关于停水的通告》已发布，其中“现将有关事项通告如下：”一段请转告。\n{_SIGN}",
    ],
)
def lead_in_against_genre(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a lead-in whose verb belongs to another 文种."""
    genre = document.structure.genre
    for start, text in body_paragraphs(document)[:4]:
        match = _LEAD_IN.search(text)
        if match is None or quoted(document, start + match.start(), start + match.end()):
            continue
        verb = match["verb"]
        if verb in _LEAD_CLASH[genre]:
            telling = genre == "请示" and _TOLD_BEFORE.search(match.string[match.start() : match.start("verb")])
            severity = Severity.INFO if telling else None
            message = f"标题的文种是“{genre}”，正文却写“{verb}如下”，前后应当一致"
            place = start + match.start("verb")
            yield rule.at(place, place + len(verb) + 2, message=message, severity=severity)
        return


_CLOSING = lazy_pattern(
    r"特此(?P<verb>通知|通报|通告|公告|报告|请示|批复|函复|函告|函达|函商|复函)"
    r"|(?:^|[。；])[ \t\u3000]*(?P<reply>此复)(?=[。！]?[ \t\u3000]*$)"
)
_RIGHT = {
    "通知": "特此通知",
    "通报": "特此通报",
    "通告": "特此通告",
    "公告": "特此公告",
    "报告": "特此报告",
    "批复": "此复",
}
_WRONG = {
    "通知": {"通告", "公告", "函告", "函复", "报告", "批复", "请示", "此复"},
    "通报": {"通知", "通告", "公告", "请示", "报告"},
    "公告": {"通知", "通告", "通报", "函告"},
    "通告": {"通知", "公告", "通报", "函告"},
    "批复": {"函复", "通知", "复函", "函告", "报告", "请示"},
    "请示": {"报告", "通知", "函告", "函复", "批复"},
    "报告": {"请示", "通知", "函告", "批复"},
    "函": {"通知", "报告", "请示", "通告", "批复"},
}


@document_rule(
    code="XW122",
    name="closing-against-genre",
    severity=Severity.WARNING,
    message="结束语与标题的文种不一致",
    basis=_PRACTICE,
    explanation="结束语可以不写，写了就要与文种相合：通知用“特此通知”，批复用“此复”，函用“特此函达”“请函复”等。条例对结束语没有规定。",
    kinds=_STATUTORY,
    genres=frozenset(_WRONG),
    bad=[
        Bad(
            f"关于做好防汛工作的通知\n各科室：\n请做好防汛工作。\n⟦特此通告⟧。\n{_SIGN}",
            fix=f"关于做好防汛工作的通知\n各科室：\n请做好防汛工作。\n特此通知。\n{_SIGN}",
        ),
        Bad(f"关于商请提供资料的函\n县统计局：\n请提供资料。\n⟦特此通知⟧。\n{_SIGN}"),
        Bad(
            f"关于同意设站的批复\n河东镇人民政府：\n同意设站。\n⟦特此函复⟧。\n{_SIGN}",
            fix=f"关于同意设站的批复\n河东镇人民政府：\n同意设站。\n此复。\n{_SIGN}",
        ),
    ],
    good=[
        f"关于商请提供资料的复函\n县统计局：\n资料附后。\n此复。\n{_SIGN}",
        f"关于同意设站的批复\n河东镇人民政府：\n同意设站。\n特此批复。\n{_SIGN}",
        f"关于购置车辆的请示\n县财政局：\n拟购置车辆。\n特此请示，请批复。\n{_SIGN}",
        f"关于做好防汛工作的通知\n各科室：\n通告末尾写“特此通告”。\n{_SIGN}",
    ],
)
def closing_against_genre(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a closing formula that belongs to another 文种."""
    genre = document.structure.genre
    for start, text in closing_paragraphs(document):
        for match in _CLOSING.finditer(text):
            group = "verb" if match["verb"] else "reply"
            if match[group] not in _WRONG[genre]:
                continue
            begin = start + (match.start() if group == "verb" else match.start("reply"))
            end = start + match.end()
            if quoted(document, begin, end):
                continue
            words, right = document.text[begin:end], _RIGHT.get(genre)
            message = f"标题的文种是“{genre}”，结束语却写“{words}”" + (
                f"，应写“{right}”或者不写" if right else "，两者应当一致"
            )
            fix = Fix(f"“{words}”改为“{right}”", (Edit(begin, end, right),), Applicability.UNSAFE) if right else None
            yield rule.at(begin, end, message=message, fix=fix)


@document_rule(
    code="XW123",
    name="reply-asked-in-downward-document",
    severity=Severity.WARNING,
    message="请示的结束语用在了别的文种；向不相隶属机关请求批准可用“请予批准”“请函复”",
    basis=_PRACTICE,
    kinds=_STATUTORY,
    genres=frozenset({"通知", "通报", "函", "批复", "通告", "公告"}),
    bad=[Bad(f"关于商请调剂设备的函\n县气象局：\n拟借用设备2台。\n⟦妥否，请批示⟧。\n{_SIGN}")],
    good=[
        f"关于商请调剂设备的函\n县气象局：\n拟借用设备2台。\n妥否，请函复。\n{_SIGN}",
        f"关于规范请示的通知\n各科室：\n请示末尾写“妥否，请批示”。\n{_SIGN}",
    ],
)
def reply_asked_downward(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag the closing of a request under another 文种."""
    for start, text in closing_paragraphs(document):
        match = compile_pattern(r"(?:妥否|当否|可否|是否妥当)[，,？?]?[ ]?请(?:予)?(?:批示|批复|指示|审批)").search(
            text
        )
        if match:
            begin, end = start + match.start(), start + match.end()
            if not quoted(document, begin, end):
                message = f"“{match.group()}”是请示的结束语，{document.structure.genre}不用"
                yield rule.at(begin, end, message=message)


@document_rule(
    code="XW124",
    name="needless-closing",
    severity=Severity.INFO,
    message="决定、决议、纪要一般不写“特此”类结束语",
    basis=_PRACTICE,
    kinds=_STATUTORY,
    genres=frozenset({"决定", "决议", "纪要"}),
    bad=[Bad(f"关于表彰先进集体的决定\n各科室：\n决定对工程股予以表彰。\n⟦特此决定⟧。\n{_SIGN}")],
    good=[f"关于表彰先进集体的决定\n各科室：\n决定对工程股予以表彰。\n{_SIGN}"],
)
def needless_closing(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag 特此决定 and its like."""
    for start, text in closing_paragraphs(document):
        match = compile_pattern(r"^[ \t\u3000]*(特此(?:决定|决议|纪要))").search(text)
        if match:
            yield rule.at(start + match.start(1), start + match.end(1))


RULES: list[Rule] = [lead_in_against_genre, closing_against_genre, reply_asked_downward, needless_closing]
