"""The 文种: names that do not exist, and documents that the issuer may not send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, Rule, document_rule
from baguan_rules.routing.parts import body_paragraphs, has_header, part, text_of, title, title_issuer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_REGULATION = "《党政机关公文处理工作条例》"
_STATUTORY = frozenset({Kind.STATUTORY})
_HEAD = "青溪县水利局文件\n青水〔2025〕8号\n"
_SIGN = "青溪县水利局\n2025年8月20日\n"

_IMPOSSIBLE = lazy_pattern(r"(?<!重大事项)(?:请示报告|报告请示|请示函)$")


@document_rule(
    code="XW101",
    name="impossible-genre",
    severity=Severity.ERROR,
    message="标题末尾把两个文种叠在一起；请求批准用“请示”，汇报情况用“报告”，与不相隶属机关商洽用“函”，只能选一个",
    basis=Basis(_REGULATION, "第八条、第十五条（四）", Strength.MUST),
    explanation="请示须批复，报告不须批复，两者不能合写；没有版头的文稿降为警告。“重大事项请示报告”制度、清单等固定说法不报。",
    kinds=_STATUTORY,
    bad=[
        Bad(f"{_HEAD}关于购置车辆的⟦请示报告⟧\n县人民政府：\n我局拟购置车辆1台。妥否，请批示。\n{_SIGN}"),
        Bad(f"关于商请调剂编制的⟦请示函⟧\n县委编办：\n我局拟调剂编制1名。\n{_SIGN}"),
    ],
    good=[
        f"{_HEAD}关于印发《重大事项请示报告制度》的通知\n局属各单位：\n现印发给你们。\n{_SIGN}",
        f"{_HEAD}关于购置车辆的请示\n县人民政府：\n我局拟购置车辆1台。妥否，请批示。\n{_SIGN}",
    ],
)
def impossible_genre(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a title that ends in two 文种 at once."""
    line = title(document)
    match = _IMPOSSIBLE.search(line.text)
    if match:
        yield rule.at(*line.span(match), severity=None if has_header(document) else Severity.WARNING)


# Names that are no 文种, and what to write instead.
_INSTEAD = {
    "申请": "请示（向上级）或函（向不相隶属机关）",
    "汇报": "报告",
    "总结": "报告",
    "安排": "通知",
    "打算": "报告",
    "设想": "报告或意见",
    "倡议": "通知",
    "函告": "函",
    "批文": "批复",
    "批示": "批复",
    "指示": "通知或意见",
    "布告": "公告或通告",
    "情况说明": "报告或函",
    "说明": "报告或函",
    "报告函": "报告或函",
    "批复函": "批复或函",
    "建议": "意见",
    "启事": "通告",
    "公示": "公告或通告",
    "会议记录": "纪要",
    "会议记要": "纪要",
    "记要": "纪要",
    "通知函": "通知或函",
}
# What may be the name of a text of its own, but not of the document that carries it to an addressee.
_CARRIED = ("办法", "规定", "细则", "条例", "制度", "方案", "规划", "计划", "要点")
_WORDS = lazy_pattern(
    r"(?:" + "|".join(sorted([*_INSTEAD, *_CARRIED], key=len, reverse=True)) + r")(?=(?:[（(][^（）()]*[）)])?$)"
)
_OTHER_LAW = lazy_pattern(r"提案|建议的|代表建议|信访|申诉|信息公开|检察建议|司法建议|行政处罚|行政复议|行政许可")


@document_rule(
    code="XW102",
    name="non-statutory-genre",
    severity=Severity.WARNING,
    message="标题末尾的名称不是法定公文文种，正式行文宜改用相应的文种",
    basis=Basis(_REGULATION, "第八条", Strength.GENERAL),
    explanation=(
        "只查有版头（发文机关标志或发文字号）的公文。办法、方案、计划等只在直接写给主送机关时才报，可改用“关于印发××的通知”；"
        "法规规章正文、印发件、执法司法文书、建议提案和信访答复不报。"
    ),
    kinds=_STATUTORY,
    bad=[
        Bad(f"{_HEAD}关于拨付防汛资金的⟦申请⟧\n县财政局：\n请拨付资金5万元。\n{_SIGN}"),
        Bad(f"{_HEAD}2025年防汛工作⟦方案⟧\n局属各单位：\n今年防汛任务较重，请做好准备。\n{_SIGN}"),
    ],
    good=[
        f"{_HEAD}关于印发2025年防汛工作方案的通知\n局属各单位：\n现印发给你们。\n{_SIGN}",
        f"{_HEAD}青溪县水利局防汛工作规定\n第一条　为做好防汛工作，制定本规定。\n",
        "关于拨付防汛资金的申请\n县财政局：\n请拨付资金5万元。\n张明\n2025年8月20日\n",
        f"{_HEAD}对县政协第12号提案的答复\n李华委员：\n您的提案收悉。\n{_SIGN}",
    ],
)
def non_statutory_genre(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a title with a 版头 above it that ends in the name of no 文种."""
    line = title(document)
    match = _WORDS.search(line.text)
    if not match or document.structure.genre or not has_header(document) or _OTHER_LAW.search(line.text):
        return
    word = match.group()
    if word in _CARRIED and document.structure.first(ElementName.ADDRESSEE) is None:
        return
    instead = f"“关于印发{word}的通知”" if word in _CARRIED else _INSTEAD[word]
    yield rule.at(*line.span(match), message=f"“{word}”不是法定公文文种，正式行文宜用{instead}")


_ANY_NAME = lazy_pattern(
    r"(?:书|信|单|表|告知|答复|记录|目录|清单|名单|简报|专报|快报|信息|通讯|协议|合同|公约|章程|准则|纲要|标准|规范|规程|规则|解释|讲话|提纲|材料|指南|指引|预案|令)$"
)


@document_rule(
    code="XW103",
    name="title-without-genre",
    severity=Severity.WARNING,
    message="标题没有写明文种，应由发文机关名称、事由和文种组成",
    basis=Basis(_REGULATION, "第九条（七）", Strength.MUST),
    explanation="只查有版头、有主送机关、标题以“关于”引出事由却没有文种的公文。",
    kinds=_STATUTORY,
    bad=[Bad(f"{_HEAD}关于做好防汛工作⟦⟧\n局属各单位：\n请做好防汛工作。\n{_SIGN}")],
    good=[
        f"{_HEAD}关于做好防汛工作的通知\n局属各单位：\n请做好防汛工作。\n{_SIGN}",
        f"{_HEAD}关于转发县政府《防汛工作的通知》\n的通知\n局属各单位：\n请做好防汛工作。\n{_SIGN}",
        "关于做好防汛工作\n局属各单位：\n请做好防汛工作。\n",
    ],
)
def title_without_genre(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a title that says what it is about but not what it is."""
    element = document.structure.first(ElementName.TITLE)
    line = title(document)
    bare = compile_pattern(r"[（(][^（）()]*[）)]$").sub("", line.text)
    if element is None or document.structure.genre or "关于" not in bare or not has_header(document):
        return
    if document.structure.first(ElementName.ADDRESSEE) is None or _WORDS.search(bare) or _IMPOSSIBLE.search(bare):
        return
    if not _ANY_NAME.search(bare) and not bare.endswith(("。", "，")):
        yield rule.at(element.end, element.end)


_NO_ORDERS = lazy_pattern(r"(?:公司|集团|学校|大学|学院|中学|小学|医院|中心|协会|处|科|股)(?=(?:命令|令)$)")


@document_rule(
    code="XW104",
    name="order-by-wrong-issuer",
    severity=Severity.WARNING,
    message="命令（令）用于公布行政法规和规章、宣布重大强制性措施等，企业、事业单位和内设机构一般不用，可改用决定或通知",
    basis=Basis(_REGULATION, "第八条（三）", Strength.GENERAL),
    explanation="县级以上人民政府、乡镇人民政府、国务院部门和依法设立的指挥机构有权发令，不报。",
    kinds=_STATUTORY,
    genres=frozenset({"命令"}),
    bad=[
        Bad("青溪水务集团有限⟦公司⟧令\n第3号\n为做好防汛工作，现命令各分公司全员到岗。\n总经理　张明\n2025年8月20日\n")
    ],
    good=[
        "青溪县人民政府令\n第3号\n《青溪县河道管理办法》已经通过，现予公布。\n县长　张明\n2025年8月20日\n",
        "青溪县防汛抗旱指挥部令\n第3号\n现命令各乡镇立即转移群众。\n指挥长　张明\n2025年8月20日\n",
    ],
)
def order_by_wrong_issuer(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag an order of a company, a school or an internal office."""
    for name in (ElementName.ISSUER_MARK, ElementName.TITLE):
        line = part(document, name)
        match = _NO_ORDERS.search(line.text)
        if match:
            yield rule.at(*line.span(match))
            return


_DEPARTMENT_END = lazy_pattern(r"(?:局|厅|办公室|办公厅)$")


@document_rule(
    code="XW105",
    name="motion-by-department",
    severity=Severity.WARNING,
    message="议案由人民政府向同级人民代表大会或者其常务委员会提请审议，政府部门不以本部门名义提议案",
    basis=Basis(_REGULATION, "第八条（十三）", Strength.MUST),
    explanation="人大代表、专门委员会、监察委员会和法院、检察院依法也可以提出议案，不属本文种，不报。",
    kinds=_STATUTORY,
    genres=frozenset({"议案"}),
    bad=[
        Bad(
            "⟦青溪县水利局⟧关于提请审议《青溪县河道管理条例（草案）》的议案\n县人民代表大会常务委员会：\n"
            "《青溪县河道管理条例（草案）》已起草完成，现提请审议。\n" + _SIGN
        )
    ],
    good=[
        "青溪县人民政府关于提请审议《青溪县河道管理条例（草案）》的议案\n县人民代表大会常务委员会：\n"
        "《青溪县河道管理条例（草案）》已经县政府常务会议讨论通过，现提请审议。\n县长　张明\n2025年8月20日\n",
        "青溪县监察委员会关于提请任命的议案\n县人民代表大会常务委员会：\n现提请审议。\n青溪县监察委员会\n2025年8月20日\n",
    ],
)
def motion_by_department(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a motion whose title begins with a department, or that a department signs."""
    line = title(document)
    name = title_issuer(line.text)
    if _DEPARTMENT_END.search(name):
        yield rule.at(line.offsets[0], line.offsets[len(name) - 1] + 1)
        return
    signature = part(document, ElementName.SIGNATURE)
    if not name and _DEPARTMENT_END.search(signature.text):
        yield rule.at(signature.offsets[0], signature.offsets[-1] + 1)


@document_rule(
    code="XW106",
    name="resolution-without-meeting",
    severity=Severity.WARNING,
    message="决议用于会议讨论通过的重大决策事项，应在题注或正文中写明由哪次会议、何时通过",
    basis=Basis(_REGULATION, "第八条（一）", Strength.MUST),
    kinds=_STATUTORY,
    genres=frozenset({"决议"}),
    bad=[Bad("⟦青溪县水利局关于表彰先进集体的决议⟧\n各股室：\n经研究，对工程股予以表彰。\n" + _SIGN)],
    good=[
        "青溪县人民代表大会关于县人民政府工作报告的决议\n（2025年1月9日青溪县第六届人民代表大会第四次会议通过）\n批准这个报告。\n",
        "青溪县水务集团股东关于增资的决议\n各股东：\n股东会会议一致通过，决定增资。\n青溪县水务集团\n2025年8月20日\n",
    ],
)
def resolution_without_meeting(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a resolution that names no meeting."""
    element = document.structure.first(ElementName.TITLE)
    if element is None or document.structure.first(ElementName.HEADNOTE):
        return
    head = title(document).text + "".join(text for _, text in body_paragraphs(document))
    if not compile_pattern(r"会议|大会|全会|[一二三四五六七八九十]次会").search(head):
        yield rule.at(element.start, element.end)


@document_rule(
    code="XW107",
    name="announcement-with-addressee",
    severity=Severity.INFO,
    message="通告面向社会公布，一般不写主送机关；只发给特定单位的宜用通知",
    basis=Basis("公文写作惯例"),
    kinds=_STATUTORY,
    genres=frozenset({"通告"}),
    bad=[Bad("关于开展河道清淤的通告\n⟦沿河各乡镇人民政府：⟧\n现将有关事项通告如下。\n特此通告。\n" + _SIGN)],
    good=["关于开展河道清淤的通告\n现将有关事项通告如下。\n特此通告。\n" + _SIGN],
)
def announcement_with_addressee(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag an announcement to the public that names an addressee."""
    element = document.structure.first(ElementName.ADDRESSEE)
    if element and compile_pattern(r"[局委府厅部]|单位|部门").search(text_of(document, ElementName.ADDRESSEE)):
        yield rule.at(element.start, element.end)


RULES: list[Rule] = [
    impossible_genre,
    non_statutory_genre,
    title_without_genre,
    order_by_wrong_issuer,
    motion_by_department,
    resolution_without_meeting,
    announcement_with_addressee,
]
