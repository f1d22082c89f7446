"""What goes up and what goes down: signatory, copies, orders to lower governments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.outline import Direction, ElementName, Kind
from baguan.rule import Bad, Rule, document_rule
from baguan_rules.routing.parts import body_paragraphs, flat, issuer, text_of, title, units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_REGULATION = "《党政机关公文处理工作条例》"
_FORMAT = "GB/T 9704—2012"
_STATUTORY = frozenset({Kind.STATUTORY})
_SIGN = "青溪县水利局\n2025年8月20日\n"
_ASK = f"妥否，请批示。\n{_SIGN}"
_MARK = "青溪县水利局文件\n"


@document_rule(
    code="XW211",
    name="missing-signatory",
    severity=Severity.WARNING,
    message="上行文应当在版头标注签发人姓名（“签发人：××”，与发文字号同一行）",
    basis=Basis(_REGULATION, "第九条（六）", Strength.MUST),
    explanation=(
        "只查有发文机关标志和发文字号的请示、报告和上行的意见；网页公开稿和没有版头的文稿不查。"
        "GB/T 9704—2012 7.2.6 规定了标注位置。"
    ),
    kinds=_STATUTORY,
    genres=frozenset({"请示", "报告", "意见"}),
    bad=[Bad(f"{_MARK}青水〔2025〕8号⟦⟧\n关于购置车辆的请示\n县财政局：\n拟购置车辆。\n{_ASK}")],
    good=[
        f"{_MARK}青水〔2025〕8号　　签发人：张　明\n关于购置车辆的请示\n县财政局：\n拟购置车辆。\n{_ASK}",
        f"青水〔2025〕8号\n关于购置车辆的请示\n县财政局：\n拟购置车辆。\n{_ASK}",
        f"{_MARK}青水〔2025〕8号\n关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n{_SIGN}",
    ],
)
def missing_signatory(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag an upward document with a full 版头 and no 签发人."""
    structure = document.structure
    number = structure.first(ElementName.DOCUMENT_NUMBER)
    if structure.direction is not Direction.UP or number is None or structure.first(ElementName.ISSUER_MARK) is None:
        return
    if "签发人" not in document.text:
        yield rule.at(number.end, number.end)


@document_rule(
    code="XW212",
    name="needless-signatory",
    severity=Severity.INFO,
    message="签发人只在上行文标注，下行文、平行文一般不标",
    basis=Basis("公文写作惯例"),
    kinds=_STATUTORY,
    genres=frozenset({"通知", "通报", "决定", "批复", "函", "公告", "通告"}),
    bad=[Bad(f"{_MARK}青水〔2025〕8号　　⟦签发人：张明⟧\n关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n{_SIGN}")],
    good=[f"{_MARK}青水〔2025〕8号　　签发人：张明\n关于购置车辆的请示\n县财政局：\n拟购置车辆。\n{_ASK}"],
)
def needless_signatory(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a 签发人 in the header of a document that does not go up."""
    element = document.structure.first(ElementName.SIGNATORY)
    if element:
        yield rule.at(element.start, element.end)


_LOWER = lazy_pattern(
    r"各(?:区|县|旗|镇|乡|街道|科室|处室|股室|下属|所属|直属|基层|村|社区|二级)[^，。；、]{0,16}|(?:下属|所属)[^，。；、]{0,12}(?:单位|企业|部门|机构)"
)


@document_rule(
    code="XW213",
    name="copied-to-subordinates",
    severity=Severity.WARNING,
    message="上行文不抄送下级机关；需要下级知道的另行发文",
    basis=Basis(_REGULATION, "第十五条（一）", Strength.MUST),
    kinds=_STATUTORY,
    genres=frozenset({"请示", "报告", "意见"}),
    bad=[Bad(f"关于购置车辆的请示\n县财政局：\n拟购置车辆。\n{_ASK}抄送：市水利局，⟦各股室⟧。\n")],
    good=[
        f"关于购置车辆的请示\n县财政局：\n拟购置车辆。\n{_ASK}抄送：市水利局。\n",
        f"关于做好防汛工作的通知\n各乡镇人民政府：\n请做好防汛工作。\n{_SIGN}抄送：各股室。\n",
    ],
)
def copied_to_subordinates(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a request or report that is copied downwards."""
    if document.structure.direction is not Direction.UP:
        return
    for element in document.structure.all(ElementName.COPY_TO):
        line = flat(document, element)
        for match in _LOWER.finditer(line.text):
            yield rule.at(*line.span(match))


@document_rule(
    code="XW214",
    name="old-copy-label",
    severity=Severity.WARNING,
    message="版记要素名称是“抄送”，不用“抄报”“抄发”",
    basis=Basis(_FORMAT, "7.4.2", Strength.GENERAL),
    explanation="“抄报”“抄发”不是现行格式要素的名称，对上级、平级和下级都用“抄送”。只查版记，正文里的叙述不报。",
    kinds=_STATUTORY,
    bad=[
        Bad(
            f"关于防汛情况的报告\n市水利局：\n今年降水偏多。\n{_SIGN}⟦抄报⟧：市应急管理局。\n",
            fix=f"关于防汛情况的报告\n市水利局：\n今年降水偏多。\n{_SIGN}抄送：市应急管理局。\n",
        )
    ],
    good=[
        f"关于防汛情况的报告\n市水利局：\n今年降水偏多。\n{_SIGN}抄送：市应急管理局。\n",
        f"关于报送材料的通知\n各股室：\n材料同时抄报市水利局。\n{_SIGN}",
    ],
)
def old_copy_label(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag 抄报 and 抄发 in the imprint."""
    for element in document.structure.all(ElementName.COPY_TO):
        match = compile_pattern(r"抄[ 　]?[报发]").match(document.text[element.start : element.end])
        if match:
            start, end = element.start, element.start + match.end()
            fix = Fix("改为“抄送”", (Edit(start, end, "抄送"),), Applicability.UNSAFE)
            yield rule.at(start, end, message=f"版记要素名称是“抄送”，不用“{match.group()}”", fix=fix)


_GOVERNMENT = lazy_pattern(r"(?:人民政府|政府|党委|党工委|[县区市旗]委)(?:[（(][^（）()]{1,12}[）)])?$")
_DEPARTMENT = lazy_pattern(r"(?:局|厅|委员会|委|部)$")
_NOT_DEPARTMENT = lazy_pattern(
    r"(?:[省市县区州旗]委|党委|工委|纪委|监委|管委会|管理委员会|常委会|人民政府|国务院|组织部|宣传部|统战部|政法委|(?:中共|中国共产党).*委员会|(?:省|市|县|区|州|旗)委员会|"
    r"人民代表大会.*|办公厅|办公室)$"
)
_ORDER = lazy_pattern(r"(?:必须|务必|责令|严禁|不得(?!不)|一律|请(?:认真)?(?:遵照|贯彻)执行|限期)")
_ALLOWED = lazy_pattern(
    r"经[^。；]{0,24}(?:同意|批准|授权|审定)|根据[^。；]{0,40}(?:部署|要求|指示|批示|工作安排|精神|会议)|(?:受|按照)[^。；]{0,30}(?:委托|部署|要求|安排)|"
    r"征求意见|参加会议|召开|培训|联合|报送|商请"
)


@document_rule(
    code="XW215",
    name="department-orders-government",
    severity=Severity.WARNING,
    message="部门不得向下级党委、政府发布指令性公文；经本级党委、政府同意的，应当在文中注明",
    basis=Basis(_REGULATION, "第十六条（二）", Strength.MUST),
    explanation="办公厅（室）经授权可以行文；会议通知、征求意见、告知类公文不是指令性公文；文中写明“经××同意”“根据××部署”的不报。",
    kinds=_STATUTORY,
    genres=frozenset({"通知", "决定"}),
    bad=[
        Bad(
            f"{_MARK}青水〔2025〕8号\n关于加强河道管理的通知\n⟦各乡镇人民政府⟧：\n为加强河道管理，现通知如下。\n各乡镇必须于月底前完成清淤。\n{_SIGN}"
        )
    ],
    good=[
        f"{_MARK}青水〔2025〕8号\n关于加强河道管理的通知\n各乡镇人民政府：\n经县人民政府同意，现通知如下。\n各乡镇必须于月底前完成清淤。\n{_SIGN}",
        f"{_MARK}青水〔2025〕8号\n关于召开河长制会议的通知\n各乡镇人民政府：\n定于近日召开会议，请务必准时参加。\n{_SIGN}",
        f"{_MARK}青水〔2025〕8号\n关于加强河道管理的通知\n各乡镇水利站：\n各站必须于月底前完成清淤。\n{_SIGN}",
        "青溪县人民政府办公室文件\n青政办〔2025〕8号\n关于加强河道管理的通知\n各乡镇人民政府：\n各乡镇必须于月底前完成清淤。\n青溪县人民政府办公室\n2025年8月20日\n",
    ],
)
def department_orders_government(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag an order of a department to lower governments that names no authority."""
    name = issuer(document)
    if not _DEPARTMENT.search(name) or _NOT_DEPARTMENT.search(name):
        return
    element = document.structure.first(ElementName.ADDRESSEE)
    line = flat(document, element)
    names = units(line.text)
    if not any(one.startswith("各") and _GOVERNMENT.search(one) for one in names):
        return
    body = "".join(text for _, text in body_paragraphs(document))
    if _ORDER.search(body) and not _ALLOWED.search(body + title(document).text):
        end = len(line.text.rstrip("：:"))
        yield rule.at(line.offsets[0], line.offsets[end - 1] + 1)


_INNER = lazy_pattern(r"(?<=局|委|办|厅|府|院|司)[\u4e00-\u9fff]{0,8}(?:科|股)$")
_OFFICE = lazy_pattern(
    r"(?<=局|厅|学)[\u4e00-\u9fff]{2,8}(?<!管理)(?<!办事)(?<!派驻)处$|(?<=委员会)[\u4e00-\u9fff]{2,8}(?<!管理)(?<!办事)处$"
)
_OUTSIDE = lazy_pattern(
    r"(?:人民政府|政府|局|委员会|厅|公司|集团|法院|检察院|银行|学校)[^，、；]{0,4}(?=[，、；：:]|$)"
)


@document_rule(
    code="XW216",
    name="internal-unit-writes-outside",
    severity=Severity.WARNING,
    message="除办公厅（室）外，部门内设机构不得对外正式行文；应以本机关名义行文",
    basis=Basis(_REGULATION, "第十七条", Strength.MUST),
    explanation=(
        "只查署名以“科”“股”结尾、主送为外单位的公文；“××局××处”只作提示；办公室、管理处、办事处、研究室、部等不按字尾判断。"
    ),
    kinds=_STATUTORY,
    bad=[
        Bad("关于报送资料的通知\n河东水务公司：\n请报送资料。\n⟦青溪县水利局工程股⟧\n2025年8月20日\n"),
        Bad("关于商请提供资料的函\n市财政局：\n请提供资料。\n⟦青溪市卫生健康委员会规划发展处⟧\n2025年8月20日\n"),
    ],
    good=[
        "关于报送资料的通知\n各科室：\n请报送资料。\n青溪县水利局人事科\n2025年8月20日\n",
        "关于报送资料的通知\n河东水务公司：\n请报送资料。\n青溪县水利局河东水库管理处\n2025年8月20日\n",
        "关于报送资料的通知\n河东水务公司：\n请报送资料。\n青溪县水利局办公室\n2025年8月20日\n",
    ],
)
def internal_unit_writes_outside(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a section of a department that signs a document to another organisation."""
    element = document.structure.first(ElementName.SIGNATURE)
    signature, addressee = text_of(document, ElementName.SIGNATURE), text_of(document, ElementName.ADDRESSEE)
    if element is None or not _OUTSIDE.search(addressee) or compile_pattern(r"[科股处]室?").search(addressee):
        return
    if _INNER.search(signature):
        yield rule.at(element.start, element.end)
    elif _OFFICE.search(signature):
        message = "署名像是内设机构；除办公厅（室）外，部门内设机构不得对外正式行文，请核对"
        yield rule.at(element.start, element.end, message=message, severity=Severity.INFO)


RULES: list[Rule] = [
    missing_signatory,
    needless_signatory,
    copied_to_subordinates,
    old_copy_label,
    department_orders_government,
    internal_unit_writes_outside,
]
