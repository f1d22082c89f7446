"""The wording of the title: forwarding titles, words said twice, length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, Rule, document_rule
from baguan_rules.routing.parts import title, title_issuer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_STATUTORY = frozenset({Kind.STATUTORY})
_PRACTICE = Basis("公文写作惯例")
_BODY = "各科室：\n现印发给你们，请遵照执行。\n青溪县水利局\n2025年8月20日\n"

_STACKED = lazy_pattern(r"的通知[》”]?的通知[》”]?的通知$|(?<=[^》”])的通知的通知$|关于(转发|印发|批转)(?=.*关于\1)")
_WRONG_ISSUE_VERB = lazy_pattern(
    r"(?<=关于)(?:下发|颁布|颁发)(?=.{0,40}(?:办法|方案|规定|细则|要点|计划|制度|意见|规划)[》”]?(?:[（(].{1,6}[）)])?的通知$)"
)
_TWO_PREPOSITIONS = lazy_pattern(
    r"关于对(?![外内口标照接应口台港])(?!.*(?:进行|给予|予以|作出|实施|实行|开展|加强|的处理|采取|免于|撤销|追究|征收|收取|问责))"
)


_HIGHER_ISSUER = lazy_pattern(r"(?:国务院|中共中央|[\u4e00-\u9fff]{0,4}[省市](?:人民政府|政府|委))[^》]{0,12}关于")


@document_rule(
    code="XW111",
    name="stacked-forwarding-title",
    severity=Severity.WARNING,
    message="转发标题层层套叠，可直接转发最初的文件，或概括事由，只留一个“关于”和一个“的通知”",
    basis=_PRACTICE,
    explanation="被转发的文件加了书名号、只套一层的（关于转发《××的通知》的通知）不报。",
    kinds=_STATUTORY,
    genres=frozenset({"通知"}),
    bad=[
        Bad("⟦关于转发⟧市水利局关于转发省水利厅防汛工作要求的通知\n" + _BODY),
        Bad("关于转发市水利局做好防汛工作⟦的通知的通知⟧\n" + _BODY),
    ],
    good=[
        "关于转发《市水利局关于做好防汛工作的通知》的通知\n" + _BODY,
        "青溪县水利局转发市水利局关于做好防汛工作的通知\n" + _BODY,
        "关于印发《关于加强河道管理的意见》的通知\n" + _BODY,
    ],
)
def stacked_forwarding_title(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a notice of a notice, and a forwarding of a forwarding."""
    line = title(document)
    match = _STACKED.search(line.text)
    if match:
        yield rule.at(*line.span(match))


# From the top down; a name counts by the first of these words at its start.
_LEVELS = (
    (5, lazy_pattern(r"国务院|中共中央|中央|国家|全国|中华人民共和国")),
    (4, lazy_pattern(r"(?:[\u4e00-\u9fff]{2,4})?(?:省|自治区)(?!级)")),
    (3, lazy_pattern(r"(?:[\u4e00-\u9fff]{2,4})?(?:市|自治州|盟)(?!级|场)")),
    (2, lazy_pattern(r"(?:[\u4e00-\u9fff×]{2,4})?(?:县|区|旗)(?!级|域)")),
    (1, lazy_pattern(r"(?:[\u4e00-\u9fff×]{2,4})?(?:乡|镇|街道)")),
)


def _level(name: str) -> int:
    return next((level for level, pattern in _LEVELS if pattern.match(name)), 0)


_FORWARD = lazy_pattern(r"(?:关于)?(?P<verb>批转|印发)[《“]?(?P<source>[^《》“”]{2,40})")


@document_rule(
    code="XW112",
    name="wrong-forwarding-verb",
    severity=Severity.WARNING,
    message="上级、平级和不相隶属机关的来文用“转发”，下级来文经批准后下发用“批转”，本机关制定的文件用“印发”",
    basis=Basis("《党政机关公文处理工作条例》", "第八条（八）", Strength.GENERAL),
    explanation="只在标题开头的发文机关明显低于被批转、被印发文件的机关时才报。",
    kinds=_STATUTORY,
    genres=frozenset({"通知"}),
    bad=[
        Bad("青溪县人民政府关于⟦批转⟧省人民政府防汛工作意见的通知\n" + _BODY),
        Bad("青溪县水利局关于⟦印发⟧《国务院关于加强防汛工作的意见》的通知\n" + _BODY),
    ],
    good=[
        "青溪县人民政府关于批转县水利局防汛工作意见的通知\n" + _BODY,
        "青溪县人民政府关于转发省人民政府防汛工作意见的通知\n" + _BODY,
        "青溪县水利局关于印发《全国防汛工作要点》落实方案的通知\n" + _BODY,
        "关于批转省人民政府防汛工作意见的通知\n" + _BODY,
    ],
)
def wrong_forwarding_verb(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag 批转 or 印发 of a document that comes from above."""
    line = title(document)
    match = _FORWARD.search(line.text)
    if not match:
        return
    own = _level(title_issuer(line.text))
    source = match["source"]
    # 印发《国务院关于…》 names an issuer; 印发《全国…要点》 only a scope.
    named = match["verb"] == "批转" or _HIGHER_ISSUER.match(source)
    if own and named and _level(source) > own:
        yield rule.at(*line.span(match, "verb"))


@document_rule(
    code="XW113",
    name="issue-verb-in-title",
    severity=Severity.INFO,
    message="下发本机关制定的文件，标题用“印发”，“颁布”“颁发”用于法规规章、奖章证书",
    basis=_PRACTICE,
    kinds=_STATUTORY,
    genres=frozenset({"通知"}),
    bad=[Bad("关于⟦下发⟧2025年防汛工作要点的通知\n" + _BODY, fix="关于印发2025年防汛工作要点的通知\n" + _BODY)],
    good=["关于印发2025年防汛工作要点的通知\n" + _BODY, "关于做好补助资金下发工作的通知\n" + _BODY],
)
def issue_verb_in_title(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag 下发 and 颁布 where 印发 is meant."""
    line = title(document)
    match = _WRONG_ISSUE_VERB.search(line.text)
    if match:
        start, end = line.span(match)
        fix = Fix(f"“{match.group()}”改为“印发”", (Edit(start, end, "印发"),), Applicability.UNSAFE)
        yield rule.at(start, end, fix=fix)


# What the 文种 already says.
_SAID_TWICE = (
    (frozenset({"请示"}), lazy_pattern(r"(?<=关于)(?:恳请|请求|申请|要求|请示)(?!书|人|表|报告|材料)")),
    (
        frozenset({"报告"}),
        lazy_pattern(r"(?<=关于)(?:上报|报送|呈报|汇报|报告)(?=.{2,}的报告$)|(?:的汇报|的报告)(?=的报告$)"),
    ),
    (frozenset({"通知"}), lazy_pattern(r"(?<=关于)通知(?=.{2,}的通知$)")),
    (frozenset({"批复"}), lazy_pattern(r"(?<=关于)批复(?=.{2,}的批复$)")),
)


@document_rule(
    code="XW114",
    name="genre-said-twice-in-title",
    severity=Severity.INFO,
    message="标题里的词与文种意思重复，可以删去",
    basis=_PRACTICE,
    explanation="请示本身就是请求，“关于请求××的请示”写“关于××的请示”即可；“审计报告”“可行性研究报告”的报告等不报。",
    kinds=_STATUTORY,
    bad=[
        Bad(
            "关于⟦请求⟧解决防汛经费的请示\n县财政局：\n妥否，请批示。\n青溪县水利局\n2025年8月20日\n",
            fix="关于解决防汛经费的请示\n县财政局：\n妥否，请批示。\n青溪县水利局\n2025年8月20日\n",
        ),
        Bad(
            "关于⟦上报⟧2024年防汛工作总结的报告\n市水利局：\n特此报告。\n青溪县水利局\n2025年8月20日\n",
            fix="关于2024年防汛工作总结的报告\n市水利局：\n特此报告。\n青溪县水利局\n2025年8月20日\n",
        ),
    ],
    good=[
        "关于解决防汛经费的请示\n县财政局：\n妥否，请批示。\n青溪县水利局\n2025年8月20日\n",
        "关于申请书格式调整的请示\n县财政局：\n妥否，请批示。\n青溪县水利局\n2025年8月20日\n",
        "关于同意设立防汛站的批复\n河东镇人民政府：\n此复。\n青溪县水利局\n2025年8月20日\n",
    ],
)
def genre_said_twice(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a verb in the title that says what the 文种 says."""
    line = title(document)
    for genres, pattern in _SAID_TWICE:
        match = pattern.search(line.text) if document.structure.genre in genres else None
        if match:
            start, end = line.span(match)
            text = document.text[start:end]
            fix = Fix(f"删去“{text}”", (Edit(start, end, ""),), Applicability.UNSAFE)
            yield rule.at(start, end, message=f"“{text}”与标题的文种重复，可以删去", fix=fix)
            return


@document_rule(
    code="XW115",
    name="two-prepositions-in-title",
    severity=Severity.INFO,
    message="“关于对”两个介词连用，一般只留“关于”",
    basis=_PRACTICE,
    explanation="“关于对××进行表彰的决定”“关于对××给予处分的决定”离不开“对”，不报。",
    kinds=_STATUTORY,
    bad=[
        Bad(
            "⟦关于对⟧河东镇防汛经费的批复\n河东镇人民政府：\n此复。\n青溪县水利局\n2025年8月20日\n",
            fix="关于河东镇防汛经费的批复\n河东镇人民政府：\n此复。\n青溪县水利局\n2025年8月20日\n",
        )
    ],
    good=[
        "关于对先进集体进行表彰的决定\n各科室：\n现予表彰。\n青溪县水利局\n2025年8月20日\n",
        "关于对外宣传工作的通知\n" + _BODY,
    ],
)
def two_prepositions(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag 关于对 that no later verb needs."""
    line = title(document)
    match = _TWO_PREPOSITIONS.search(line.text)
    if match:
        start, end = line.span(match)
        fix = Fix("“关于对”改为“关于”", (Edit(end - 1, end, ""),), Applicability.UNSAFE)
        yield rule.at(start, end, fix=fix)


@document_rule(
    code="XW116",
    name="long-title",
    severity=Severity.INFO,
    message="标题过长，一般不超过50字、三行，宜概括事由",
    basis=_PRACTICE,
    kinds=_STATUTORY,
    options={"max": 60},
    bad=[
        Bad(
            "⟦青溪县水利局关于转发《市水利局关于进一步加强全市中小型水库大坝安全鉴定、除险加固和雨水情测报、大坝安全监测设施建设管理工作的通知》的通知⟧\n"
            + _BODY
        )
    ],
    good=["青溪县水利局关于做好2025年防汛工作的通知\n" + _BODY],
)
def long_title(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a title longer than the option says."""
    element = document.structure.first(ElementName.TITLE)
    count = len(title(document).text)
    if element and count > rule.options["max"]:
        yield rule.at(element.start, element.end, message=f"标题有{count}个字，一般不超过50字、三行，宜概括事由")


RULES: list[Rule] = [
    stacked_forwarding_title,
    wrong_forwarding_verb,
    issue_verb_in_title,
    genre_said_twice,
    two_prepositions,
    long_title,
]
