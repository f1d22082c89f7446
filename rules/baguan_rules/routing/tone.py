"""The tone between ranks, and what burdens those below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, PatternRule, Rule, document_rule
from baguan_rules.routing.parts import body_paragraphs, quoted, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Match

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_STATUTORY = frozenset({Kind.STATUTORY})
_PRACTICE = Basis("公文写作惯例")
_RELIEF = "《整治形式主义为基层减负若干规定》"
_SIGN = "青溪县水利局\n2025年8月20日\n"


_CARRIER_TITLE = lazy_pattern(r"印发|转发|批转|公布|发布")


def _quoted_match(document: Document, match: Match[str]) -> bool:
    return quoted(document, match.start(), match.end())


def _in_body(document: Document, start: int) -> bool:
    body = document.structure.first(ElementName.BODY)
    return body is not None and body.start <= start < body.end


def _outside_body(document: Document, match: Match[str]) -> bool:
    return _quoted_match(document, match) or not _in_body(document, match.start())


RULES: list[Rule] = [
    PatternRule(
        code="XW301",
        name="command-to-equal-or-superior",
        severity=Severity.WARNING,
        message="函用于不相隶属机关之间，请示、报告送上级机关，都不用“{text}”这样的命令口吻",
        basis=_PRACTICE,
        explanation="引述法规或上级文件的话（在引号、书名号内）不报；国务院办公厅函件、审批复函中的硬性要求也可能合法。",
        kinds=_STATUTORY,
        genres=frozenset({"函", "请示", "报告"}),
        anchors=("遵照执行", "不得有误", "坚决执行"),
        pattern=r"(?:请|望|务必)(?:认真|严格|坚决)?遵照执行|不得有误|坚决执行(?=[。；])",
        unless=_outside_body,
        bad=[
            Bad(f"关于商请提供资料的函\n县统计局：\n请于月底前提供资料，⟦请遵照执行⟧。\n{_SIGN}"),
            Bad(f"关于防汛工作情况的报告\n市水利局：\n今年降水偏多。\n⟦请遵照执行⟧。\n{_SIGN}"),
        ],
        good=[
            f"关于商请提供资料的函\n县统计局：\n请予支持为盼。\n{_SIGN}",
            f"关于做好防汛工作的通知\n各股室：\n请遵照执行。\n{_SIGN}",
            f"关于商请提供资料的函\n县统计局：\n县政府文件要求“各单位遵照执行”。\n{_SIGN}",
        ],
    ),
    PatternRule(
        code="XW302",
        name="you-in-upward-document",
        severity=Severity.WARNING,
        message="上行文不用“{text}”称呼上级，可写机关名称",
        basis=_PRACTICE,
        kinds=_STATUTORY,
        genres=frozenset({"请示", "报告"}),
        anchors=("你局", "你委", "你厅", "你部", "你府", "你省", "你市", "你县", "你区", "你单位", "你办"),
        pattern=r"(?<![迷与])你(?:局|委|厅|部(?!分)|府|省|市|县|区(?!分)|单位|办(?!事|理|法))(?!们)",
        unless=_outside_body,
        bad=[Bad(f"关于购置车辆的请示\n县财政局：\n根据⟦你局⟧要求，拟购置车辆。\n妥否，请批示。\n{_SIGN}")],
        good=[
            f"关于购置车辆的请示\n县财政局：\n根据县财政局要求，拟购置车辆。\n妥否，请批示。\n{_SIGN}",
            "关于同意购置车辆的批复\n县水利局：\n你局请示收悉。\n此复。\n青溪县财政局\n2025年8月20日\n",
            f"关于办理情况的报告\n县财政局：\n来信称“你局应当公开”，我局已答复。\n特此报告。\n{_SIGN}",
        ],
    ),
    PatternRule(
        code="XW303",
        name="honorific-in-downward-document",
        severity=Severity.INFO,
        message="下行文称呼下级用“你局”“你县”，不用“{text}”",
        basis=_PRACTICE,
        kinds=_STATUTORY,
        genres=frozenset({"批复", "通知", "通报"}),
        anchors=("贵局", "贵委", "贵厅", "贵部", "贵省", "贵市", "贵县", "贵区", "贵单位", "贵镇", "贵乡"),
        pattern=r"(?<![富珍宝昂])贵(?P<unit>局|委|厅|部|省|市(?!场)|县|区|单位|镇|乡)",
        fix=r"你\g<unit>",
        unless=_outside_body,
        bad=[
            Bad(
                f"关于同意设站的批复\n河东镇人民政府：\n⟦贵镇⟧请示收悉。\n此复。\n{_SIGN}",
                fix=f"关于同意设站的批复\n河东镇人民政府：\n你镇请示收悉。\n此复。\n{_SIGN}",
            )
        ],
        good=[
            f"关于同意设站的批复\n河东镇人民政府：\n你镇请示收悉。\n此复。\n{_SIGN}",
            f"关于商请提供资料的函\n县统计局：\n请贵局提供资料。\n{_SIGN}",
        ],
    ),
    PatternRule(
        code="XW304",
        name="reporting-burden",
        severity=Severity.INFO,
        message="要求“{text}”会增加基层负担，一般不要求定期报送落实情况、制定配套文件，确有必要的说明理由",
        basis=Basis(_RELIEF, "第三条", Strength.GENERAL),
        explanation="应急、防汛、疫情等按法定职责实行日报告的除外。",
        kinds=_STATUTORY,
        genres=frozenset({"通知", "意见", "通报"}),
        anchors=("每日", "每天", "每周", "每半月", "逐级制定", "层层制定"),
        pattern=r"每(?:日|天|周|半月)[^，。；\n]{0,12}(?:报送|上报|报告)[^，。；\n]{0,10}|(?:逐级|层层)制定[^，。；\n]{0,10}(?:方案|细则|文件)",
        unless=_outside_body,
        bad=[Bad(f"关于开展检查的通知\n各乡镇人民政府：\n请于⟦每周五前报送工作进展⟧，并做好台账。\n{_SIGN}")],
        good=[
            f"关于开展检查的通知\n各乡镇人民政府：\n请于12月底前报送总结。\n{_SIGN}",
            f"关于每周食谱的请示\n县教育局：\n每周报送食谱一次。妥否，请批示。\n{_SIGN}",
        ],
    ),
]


@document_rule(
    code="XW305",
    name="over-long-document",
    severity=Severity.INFO,
    message="正文篇幅较长；地方和部门的文件一般不超过5000字，部署专项工作的一般不超过4000字",
    basis=Basis(_RELIEF, "第二条", Strength.GENERAL),
    explanation="不计附件和印发的规划、办法；部署综合性工作的除外。",
    kinds=_STATUTORY,
    genres=frozenset({"通知", "意见", "报告", "请示", "函", "通报"}),
    options={"max": 5000},
    bad=[Bad(f"关于做好防汛工作的通知\n各股室：\n{'认真做好防汛工作。' * 3}⟦⟧\n{_SIGN}", options={"max": 20})],
    good=[f"关于做好防汛工作的通知\n各股室：\n{'认真做好防汛工作。' * 3}\n{_SIGN}"],
)
def over_long_document(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a body of more characters than the option says, at its end."""
    body = document.structure.first(ElementName.BODY)
    signed = document.structure.first(ElementName.DATE)
    if body is None or signed is None:  # the end of the body is not known
        return
    if _CARRIER_TITLE.search(title(document).text):  # what it carries is no part of its own length
        return
    count = sum(len(compile_pattern(r"\s").sub("", text)) for _, text in body_paragraphs(document))
    if count > rule.options["max"]:
        message = f"正文约{count}字；地方和部门的文件一般不超过5000字，部署专项工作的一般不超过4000字"
        yield rule.at(body.end, body.end, message=message)


_SELF = lazy_pattern(r"(?<![\u4e00-\u9fff]自)(?:我|本)(?:局|单位|委|厅|县|市|镇|校|公司|院|中心|处)(?![长内外])")


@document_rule(
    code="XW306",
    name="mixed-self-names",
    severity=Severity.INFO,
    message="自称前后不一，宜统一",
    basis=_PRACTICE,
    kinds=_STATUTORY,
    genres=frozenset({"请示", "报告", "函", "批复"}),
    bad=[
        Bad(
            f"关于购置车辆的请示\n县财政局：\n我局现有车辆2台。⟦本局⟧拟购置1台。\n妥否，请批示。\n{_SIGN}",
            fix=f"关于购置车辆的请示\n县财政局：\n我局现有车辆2台。我局拟购置1台。\n妥否，请批示。\n{_SIGN}",
        )
    ],
    good=[
        f"关于购置车辆的请示\n县财政局：\n我局现有车辆2台。我局拟购置1台。\n妥否，请批示。\n{_SIGN}",
        f"关于购置车辆的请示\n县财政局：\n我局在本市设有3个站点。\n妥否，请批示。\n{_SIGN}",
    ],
)
def mixed_self_names(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag 本局 where the text began with 我局, and the other way round; once a document."""
    first = ""
    for start, text in body_paragraphs(document):
        for match in _SELF.finditer(text):
            begin, end = start + match.start(), start + match.end()
            if quoted(document, begin, end):
                continue
            word = match.group()
            if not first:
                first = word
            elif word[1:] == first[1:] and word != first:
                fix = Fix(f"“{word}”改为“{first}”", (Edit(begin, end, first),), Applicability.UNSAFE)
                yield rule.at(begin, end, message=f"前文自称“{first}”，这里又写“{word}”，宜统一", fix=fix)
                return


RULES += [over_long_document, mixed_self_names]
