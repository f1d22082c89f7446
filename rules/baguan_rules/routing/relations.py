"""How the parties of a document stand to each other: levels, copies, documents that are only passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, Rule, document_rule
from baguan_rules.routing.parts import body_paragraphs, flat, issuer, text_of, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_REGULATION = "《党政机关公文处理工作条例》"
_STATUTORY = frozenset({Kind.STATUTORY})
_SIGN = "青溪县水利局\n2025年8月20日\n"

# What may be left out between a unit and the one it writes to: only steps that a name shows for certain.
_STATE = lazy_pattern(r"国务院|中共中央|中央|国家|全国")
_PROVINCE = lazy_pattern(r"(?:中共)?(?:[\u4e00-\u9fff]{2,4})?(?:省|自治区)(?!级|直|道)")
_LOCAL = lazy_pattern(r"(?:中共)?[\u4e00-\u9fff×]{1,6}?(?P<unit>县|区|旗|乡|镇|街道)(?!域)")
_RANKS = {"县": 2, "区": 2, "旗": 2, "乡": 1, "镇": 1, "街道": 1}


@document_rule(
    code="XW219",
    name="level-skipped",
    severity=Severity.INFO,
    message="看来越级行文；一般不得越级，特殊情况需要越级的，应当同时抄送被越过的机关",
    basis=Basis(_REGULATION, "第十四条", Strength.MUST),
    explanation=(
        "只按名称看：县（区）直接报省、国务院，乡镇（街道）直接报省、国务院。省直管县和垂直管理的部门例外，因此只提示；"
        "已有抄送机关的不报。"
    ),
    kinds=_STATUTORY,
    genres=frozenset({"请示", "报告"}),
    bad=[
        Bad(f"青溪县水利局关于购置设备的请示\n⟦省水利厅：⟧\n拟购置设备。\n妥否，请批示。\n{_SIGN}"),
        Bad(
            "河东镇人民政府关于抗旱情况的报告\n⟦省人民政府：⟧\n今年降水偏少。\n特此报告。\n河东镇人民政府\n2025年8月20日\n"
        ),
    ],
    good=[
        f"青溪县水利局关于购置设备的请示\n市水利局：\n拟购置设备。\n妥否，请批示。\n{_SIGN}",
        f"青溪县水利局关于购置设备的请示\n省水利厅：\n拟购置设备。\n妥否，请批示。\n{_SIGN}抄送：市水利局。\n",
        "青溪市水利局关于购置设备的请示\n省水利厅：\n拟购置设备。\n妥否，请批示。\n青溪市水利局\n2025年8月20日\n",
    ],
)
def level_skipped(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a county or township that writes to the province or the State Council."""
    element = document.structure.first(ElementName.ADDRESSEE)
    own = _LOCAL.match(issuer(document))
    if element is None or own is None or document.structure.first(ElementName.COPY_TO):
        return
    target = text_of(document, ElementName.ADDRESSEE)
    level = 5 if _STATE.match(target) else 4 if _PROVINCE.match(target) else 0
    if level - _RANKS[own["unit"]] >= 2:
        yield rule.at(element.start, element.end)


_BODIES = (
    (
        "党委",
        lazy_pattern(
            r"(?:中共)?[\u4e00-\u9fff]{0,6}[省市县区州旗]委(?:办公厅|办公室|办)?$|^中共[\u4e00-\u9fff]{2,8}委员会$"
        ),
    ),
    ("人大", lazy_pattern(r"人大(?:常委会)?(?:办公厅|办公室|办)?$|人民代表大会常务委员会(?:办公厅|办公室)?$")),
    ("政府", lazy_pattern(r"(?:人民)?政府(?:办公厅|办公室|办)?$")),
    ("政协", lazy_pattern(r"政协(?:办公厅|办公室|办)?$")),
    ("监委", lazy_pattern(r"(?:纪委)?监委(?:机关|办公室)?$")),
    ("法院", lazy_pattern(r"法院$")),
    ("检察院", lazy_pattern(r"检察院$")),
)


@document_rule(
    code="XW220",
    name="copy-order",
    severity=Severity.INFO,
    message="抄送机关的次序一般为党委、人大、政府、政协、监委、法院、检察院",
    basis=Basis("公文写作惯例"),
    kinds=_STATUTORY,
    bad=[
        Bad(
            f"关于防汛工作的通知\n各乡镇人民政府：\n请做好防汛工作。\n{_SIGN}抄送：县政府办公室，⟦县委办公室⟧，县政协办公室。\n"
        )
    ],
    good=[
        f"关于防汛工作的通知\n各乡镇人民政府：\n请做好防汛工作。\n{_SIGN}抄送：县委办公室，县人大常委会办公室，县政府办公室，县政协办公室。\n",
        f"关于防汛工作的通知\n各乡镇人民政府：\n请做好防汛工作。\n{_SIGN}抄送：市水利局，县委办公室。\n",
    ],
)
def copy_order(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag the first body that stands behind one it should precede; units of different places are not compared."""
    for element in document.structure.all(ElementName.COPY_TO):
        line = flat(document, element)
        highest: dict[str, int] = {}
        for match in compile_pattern(r"[^，、；。：:,]+").finditer(line.text.removeprefix("抄送")):
            name = match.group()
            rank = next((place for place, (_, pattern) in enumerate(_BODIES) if pattern.search(name)), None)
            if rank is None:
                continue
            place = name.removeprefix("中共")[:1]
            if rank < highest.get(place, 0):
                shift = len(line.text) - len(line.text.removeprefix("抄送"))
                start, end = match.start() + shift, match.end() + shift
                yield rule.at(line.offsets[start], line.offsets[end - 1] + 1)
                return
            highest[place] = rank


_FORMULA = lazy_pattern(
    r"(?:现|特|兹)?(?:将)?[^。；]{0,60}?(?:转发|印发)给?(?:你们|各单位|各地)?|请[^。；，]{0,16}(?:执行|落实|实施|参照|抓好)|结合实际"
)
_LEAST = 12


@document_rule(
    code="XW209",
    name="bare-forwarding",
    severity=Severity.INFO,
    message="只是照转、没有结合本地本部门实际提出要求；可不转发的不转发，需要转发的写明具体要求",
    basis=Basis("《整治形式主义为基层减负若干规定》", "第二条", Strength.GENERAL),
    explanation="正文不足120字、除了“现转发给你们，请认真贯彻执行”之类的套话没有具体要求的才提示。",
    kinds=_STATUTORY,
    genres=frozenset({"通知"}),
    bad=[
        Bad(f"青溪县水利局转发市水利局关于做好防汛工作的通知\n局属各单位：\n⟦现转发给你们，请认真贯彻执行。⟧\n{_SIGN}")
    ],
    good=[
        f"青溪县水利局转发市水利局关于做好防汛工作的通知\n局属各单位：\n现转发给你们，请认真贯彻执行。请于6月底前完成3座水库的隐患整改。\n{_SIGN}",
        f"青溪县水利局关于印发防汛预案的通知\n局属各单位：\n现印发给你们，请认真贯彻执行。\n{_SIGN}",
    ],
)
def bare_forwarding(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a forwarding whose body is nothing but formulas."""
    if not compile_pattern(r"转发").search(title(document).text):
        return
    body = document.structure.first(ElementName.BODY)
    text = "".join(paragraph for _, paragraph in body_paragraphs(document))
    if body is None or len(text) >= 120:
        return
    rest = compile_pattern(r"《[^》]*》|[（(][^）)]*[）)]|[\s，。；、“”]").sub("", _FORMULA.sub("", text))
    if len(rest) < _LEAST:
        yield rule.at(body.start, body.end)


_COORDINATING = lazy_pattern(r"(?:领导小组|工作专班|指挥部|委员会)(?:办公室)?$")
_NOT_COORDINATING = lazy_pattern(
    r"(?:[省市县区州旗]|中央|中国共产党.*|中共.*)委员会(?:办公室)?$|防汛|抗旱|防火|应急|抢险|疫情|安全生产"
)
_INSTRUCTS = lazy_pattern(r"(?:必须|务必|责令|严禁|一律|限期|请(?:认真)?(?:遵照|贯彻)执行)")
_AUTHORISED = lazy_pattern(
    r"经[^。；]{0,24}(?:同意|批准|授权|审定)|(?:受|按照)[^。；]{0,30}(?:委托|部署|要求|安排)|召开|培训|征求意见"
)
_LOWER = lazy_pattern(r"各[^，、；]{0,12}(?:人民政府|政府|党委|党工委|[县区市旗]委)")


@document_rule(
    code="XW221",
    name="coordinating-body-instructs",
    severity=Severity.INFO,
    message="议事协调机构不得向下级党委、政府发布指令性公文或者提出指令性要求；经授权的应当写明",
    basis=Basis("《整治形式主义为基层减负若干规定》", "第一条", Strength.MUST),
    explanation="防汛、森林防火、应急等依法设立的指挥机构，以及写明经同意、授权的不报。",
    kinds=_STATUTORY,
    genres=frozenset({"通知", "意见", "通报"}),
    bad=[
        Bad(
            "青溪县人居环境整治领导小组文件\n青居〔2025〕3号\n关于开展集中整治的通知\n⟦各乡镇人民政府：⟧\n各乡镇必须于月底前完成整治。\n"
            "青溪县人居环境整治领导小组\n2025年8月20日\n"
        )
    ],
    good=[
        "青溪县人居环境整治领导小组文件\n青居〔2025〕3号\n关于开展集中整治的通知\n各乡镇人民政府：\n经县政府同意，各乡镇必须于月底前完成整治。\n"
        "青溪县人居环境整治领导小组\n2025年8月20日\n",
        "青溪县防汛抗旱指挥部文件\n青汛〔2025〕3号\n关于转移群众的通知\n各乡镇人民政府：\n必须于今晚转移群众。\n"
        "青溪县防汛抗旱指挥部\n2025年8月20日\n",
    ],
)
def coordinating_body_instructs(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag orders of a coordinating body to lower party committees and governments."""
    name = issuer(document)
    if not _COORDINATING.search(name) or _NOT_COORDINATING.search(name):
        return
    element = document.structure.first(ElementName.ADDRESSEE)
    if element is None or not _LOWER.search(text_of(document, ElementName.ADDRESSEE)):
        return
    body = "".join(text for _, text in body_paragraphs(document))
    if _INSTRUCTS.search(body) and not _AUTHORISED.search(body):
        yield rule.at(element.start, element.end)


RULES: list[Rule] = [coordinating_body_instructs, level_skipped, copy_order, bare_forwarding]
