"""Requests and reports: one matter, one addressee, and no request inside a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import Direction, ElementName, Kind
from baguan.rule import Bad, Rule, document_rule
from baguan_rules.routing.parts import body_paragraphs, closing_paragraphs, part, quoted, text_of, title, units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_REGULATION = "《党政机关公文处理工作条例》"
_STATUTORY = frozenset({Kind.STATUTORY})
_REPORT = frozenset({"报告"})
_REQUEST = frozenset({"请示"})
_UPWARD = frozenset({"请示", "报告", "意见"})
_SIGN = "青溪县水利局\n2025年8月20日\n"
_ASK = f"妥否，请批示。\n{_SIGN}"

_ASSEMBLY = lazy_pattern(r"人民代表大会|人大|代表大会|政协|职工大会|股东")
_STRONG = lazy_pattern(
    r"(?:妥否|当否|可否|是否妥当|如无不妥)[，,？?]?[ ]?(?:恳|敬|呈)?请(?:予以?)?(?:批示|批复|指示|审批|批准|审核)"
    r"|(?<![报提申经呈未已须需再])(?:恳|敬|特)?请(?:予以?|尽快|及时|尽早)?(?:批示|批复|审批|批准)(?=[。；！]|为盼|$)"
    r"|(?:恳|敬)请(?:领导|市|县|省|区|上级|贵)?[^，。；]{0,12}(?:批示|批复|审批|批准)(?=[。；！]|为盼|$)"
)


_TOLD_BY_OTHERS = lazy_pattern(r"(?:群众|村民|居民|企业|职工|来信|当事人|曾|多次|已)[^，。；]{0,6}$")


@document_rule(
    code="XW201",
    name="request-in-report",
    severity=Severity.ERROR,
    message="报告不得夹带请示事项；需要上级批准的，另行用“请示”行文",
    basis=Basis(_REGULATION, "第十五条（四）", Strength.MUST),
    explanation=(
        "看报告的最后两段有没有请求批示、批复、审批的话。向人民代表大会所作报告的“请予审议”、引号和书名号里的话、"
        "“已请示并获批复”一类的叙述不报。"
    ),
    kinds=_STATUTORY,
    genres=_REPORT,
    bad=[
        Bad(f"关于防汛工作情况的报告\n市水利局：\n今年降水偏多。拟购置水泵2台。\n⟦妥否，请批示⟧。\n{_SIGN}"),
        Bad(
            f"关于防汛工作情况的报告\n市水利局：\n今年降水偏多。\n我局拟增加经费5万元，⟦请予批准⟧。\n特此报告。\n{_SIGN}"
        ),
    ],
    good=[
        f"关于防汛工作情况的报告\n市水利局：\n今年降水偏多。\n特此报告。\n{_SIGN}",
        f"关于防汛工作情况的报告\n市水利局：\n去年我局就经费问题报请批准，已获批复。\n请示末尾应写“妥否，请批示”。\n{_SIGN}",
        f"关于预算执行情况的报告\n县人民代表大会常务委员会：\n今年收入增长。\n以上报告，请予审议。\n{_SIGN}",
        f"关于防汛工作情况的报告\n市水利局：\n项目已按程序报请审批。\n以上报告，请审阅。\n{_SIGN}",
    ],
)
def request_in_report(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a plea for approval in the last two paragraphs of a report."""
    if _ASSEMBLY.search(text_of(document, ElementName.ADDRESSEE)):
        return
    for start, text in closing_paragraphs(document):
        for match in _STRONG.finditer(text):
            begin, end = start + match.start(), start + match.end()
            if not quoted(document, begin, end):
                yield rule.at(begin, end)
                return


_WEAK = lazy_pattern(
    r"(?:恳请|请求|敬请|拟请|请(?=予|给予|求|大力))[^，。；]{0,20}(?:拨付|划拨|追加|解决|协调|支持|帮助|增加|安排资金)(?:[^，。；]{0,12})(?=[，。；]|$)"
)


@document_rule(
    code="XW202",
    name="soft-request-in-report",
    severity=Severity.WARNING,
    message="报告末尾提出了请求事项；报告不得夹带请示事项，需要上级答复的另行用“请示”行文",
    basis=Basis(_REGULATION, "第十五条（四）", Strength.MUST),
    kinds=_STATUTORY,
    genres=_REPORT,
    bad=[
        Bad(f"关于防汛工作情况的报告\n市水利局：\n今年降水偏多。\n⟦恳请市局拨付防汛资金10万元⟧。\n特此报告。\n{_SIGN}")
    ],
    good=[
        f"关于防汛工作情况的报告\n市水利局：\n在市局支持下，资金问题得到解决。\n特此报告。\n{_SIGN}",
        f"关于防汛工作情况的报告\n市水利局：\n今年降水偏多。\n敬请批评指正。\n{_SIGN}",
        f"关于防汛工作情况的报告\n市水利局：\n群众请求解决饮水困难，我局已协调解决。\n特此报告。\n{_SIGN}",
    ],
)
def soft_request_in_report(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a plea for money or help in the last two paragraphs of a report."""
    if _ASSEMBLY.search(text_of(document, ElementName.ADDRESSEE)):
        return
    for start, text in closing_paragraphs(document):
        if any(not quoted(document, start + one.start(), start + one.end()) for one in _STRONG.finditer(text)):
            return
    for start, text in closing_paragraphs(document):
        for match in _WEAK.finditer(text):
            begin, end = start + match.start(), start + match.end()
            told = _TOLD_BY_OTHERS.search(text[: match.start()])
            if not told and not quoted(document, begin, end):
                yield rule.at(begin, end)
                return


_PARTY = lazy_pattern(r"(?:[省市县区州旗]委|党委|党组|党工委|委办公[厅室]|委员会)$")
_STATE = lazy_pattern(r"(?:政府|政府办公[厅室]|管委会)$")


@document_rule(
    code="XW203",
    name="several-addressees",
    severity=Severity.WARNING,
    message="请示原则上主送一个上级机关，其他需要知道的机关用抄送",
    basis=Basis(_REGULATION, "第十五条（一）", Strength.GENERAL),
    explanation="条例的用语是“原则上”；党委和政府并列主送的，以及报告多头主送的，只作提示。机关名称内部的顿号不拆开看。",
    kinds=_STATUTORY,
    genres=frozenset({"请示", "报告"}),
    bad=[
        Bad(f"关于购置车辆的请示\n⟦县财政局、县发展和改革局⟧：\n拟购置车辆。\n{_ASK}"),
        Bad(f"关于购置车辆的请示\n⟦县委、县人民政府⟧：\n拟购置车辆。\n{_ASK}"),
        Bad(f"关于防汛情况的报告\n⟦市水利局，市应急管理局⟧：\n今年降水偏多。\n特此报告。\n{_SIGN}"),
    ],
    good=[
        f"关于购置车辆的请示\n县财政局：\n拟购置车辆。\n{_ASK}",
        f"关于购置车辆的请示\n县住房和城乡建设局：\n拟购置车辆。\n{_ASK}",
        f"关于开展检查的通知\n县财政局、县发展和改革局：\n请做好准备。\n{_SIGN}",
    ],
)
def several_addressees(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a request sent to more than one organisation."""
    line = part(document, ElementName.ADDRESSEE)
    names = units(line.text)
    if len(names) < 2:
        return
    pair = len(names) == 2 and _PARTY.search(names[0]) and _STATE.search(names[1])
    report = document.structure.genre == "报告"
    message = "报告主送了几个机关，原则上主送一个，其他用抄送" if report else ""
    if pair:
        message = "同时主送党委和政府；上行文原则上主送一个上级机关，确有必要时并列"
    end = len(line.text.rstrip("：:"))
    severity = Severity.INFO if pair or report else None
    yield rule.at(line.offsets[0], line.offsets[end - 1] + 1, message=message, severity=severity)


_PERSON = lazy_pattern(
    r"(?:尊敬的)?(?:[省市县区州]委|[省市县区州]政府)?[\u4e00-\u9fff×]{0,3}?(?:(?:副|常务副)?(?:主席|总理|省长|市长|县长|区长|州长|镇长|乡长|书记|部长|厅长|局长|主任|"
    r"处长|科长|院长|校长|秘书长|董事长|总经理|经理|检察长|行长|关长|署长)|同志|先生|女士|领导)(?:[（(][^（）()]{1,12}[）)])?|各位领导|[省市县区]领导"
)


@document_rule(
    code="XW204",
    name="addressed-to-person",
    severity=Severity.WARNING,
    message="上行文主送机关，不得直接报送领导个人；确系上级负责人直接交办的，在正文中写明",
    basis=Basis(_REGULATION, "第十五条（五）", Strength.MUST),
    explanation="只查请示、报告和上行的意见；正文写明“根据××批示（交办）”的降为提示。函、邀请函、慰问信和信访答复不查。",
    kinds=_STATUTORY,
    genres=_UPWARD,
    bad=[
        Bad(f"关于购置车辆的请示\n⟦张市长⟧：\n拟购置车辆。\n{_ASK}"),
        Bad(f"关于防汛情况的报告\n⟦王明书记⟧：\n今年降水偏多。\n特此报告。\n{_SIGN}"),
        Bad(f"关于防汛情况的报告\n⟦李县长⟧：\n根据您的批示要求，我局开展了检查。\n特此报告。\n{_SIGN}"),
    ],
    good=[
        f"关于购置车辆的请示\n市长办公室：\n拟购置车辆。\n{_ASK}",
        f"关于邀请参会的函\n张明教授：\n请您参加。\n{_SIGN}",
        f"关于加强管理的意见\n各乡镇人民政府：\n现提出意见。\n{_SIGN}",
    ],
)
def addressed_to_person(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a request or report sent to a person."""
    if document.structure.genre == "意见" and document.structure.direction is not Direction.UP:
        return
    line = part(document, ElementName.ADDRESSEE)
    bare = line.text.rstrip("：:")
    if not bare or not any(_PERSON.fullmatch(one) for one in compile_pattern(r"[、，,]").split(bare)):
        return
    body = "".join(text for _, text in body_paragraphs(document)[:3])
    ordered = compile_pattern(r"根据[^。]{0,20}(?:批示|交办|指示|要求)").search(body)
    yield rule.at(line.offsets[0], line.offsets[len(bare) - 1] + 1, severity=Severity.INFO if ordered else None)


_VERB = (
    r"(?:申请|拨付|新建|扩建|增加|增设|购置|采购|设立|成立|解决|追加|招聘|核定|划拨|更名|举办|建设|改造|修建|表彰|任命"
    r"|调整|租赁|报废|出租|处置)"
)
_TWO = lazy_pattern(
    rf"{_VERB}(?P<first>[^关于《》“”]{{3,30}}?)(?P<at>以及|和|及|并|、)(?:{_VERB})[^《》“”]{{2,30}}的请示$"
)
_ITEM = lazy_pattern(r"(?:恳请|请求|申请|拟申请|请予?)(?=[^，。]{2,})")


@document_rule(
    code="XW205",
    name="several-matters-in-request",
    severity=Severity.WARNING,
    message="请示应当一文一事；这里并列了两件请求事项，宜分别行文",
    basis=Basis(_REGULATION, "第十五条（四）", Strength.MUST),
    explanation="标题用“和、及、并、、”连接两个请求动词时为警告；正文有两个以上小标题分别提出请求时只作提示。",
    kinds=_STATUTORY,
    genres=_REQUEST,
    bad=[
        Bad(f"关于购置防汛车辆⟦和⟧增加人员编制的请示\n县人民政府：\n拟购置车辆。\n{_ASK}"),
        Bad(
            f"关于解决有关问题的请示\n县人民政府：\n我局存在困难。\n一、请求购置车辆\n我局无车。\n⟦二、⟧请求增加编制\n我局缺人。\n{_ASK}"
        ),
    ],
    good=[
        f"关于新建和改造河道堤防的请示\n县人民政府：\n拟新建堤防。\n{_ASK}",
        f"关于购置防汛车辆的请示\n县人民政府：\n一、基本情况\n我局无车。\n二、请求事项\n拟购置车辆。\n{_ASK}",
        f"关于调整防汛抗旱指挥部和河长制领导小组成员的请示\n县人民政府：\n拟调整成员。\n{_ASK}",
    ],
)
def several_matters(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a request that asks for two things."""
    line = title(document)
    match = _TWO.search(line.text)
    if match:
        yield rule.at(*line.span(match, "at"))
        return
    body = document.structure.first(ElementName.BODY)
    asked = [
        heading
        for heading in document.structure.headings
        if body
        and body.start <= heading.start < body.end
        and _ITEM.match(document.text, heading.end)
        and not document.text.startswith(
            ("请求事项", "申请事项", "请示事项", "申请理由", "请求理由", "申请依据", "申请单位"), heading.end
        )
    ]
    if len(asked) > 1 and len({heading.style for heading in asked}) == 1:
        message = f"正文有{len(asked)}个小标题分别提出请求；请示应当一文一事，几件事不相关的宜分别行文"
        yield rule.at(asked[1].start, asked[1].end, message=message, severity=Severity.INFO)


@document_rule(
    code="XW206",
    name="missing-contact-note",
    severity=Severity.INFO,
    message="请示一般在成文日期下一行用附注写明联系人和电话，如“（联系人：××，电话：××）”",
    basis=Basis("公文写作惯例"),
    explanation="原《国家行政机关公文处理办法》曾作规定，现行条例没有保留，各地沿用。",
    kinds=_STATUTORY,
    genres=_REQUEST,
    bad=[Bad("关于购置车辆的请示\n县财政局：\n拟购置车辆。\n妥否，请批示。\n青溪县水利局\n2025年8月20日⟦⟧\n")],
    good=[
        "关于购置车辆的请示\n县财政局：\n拟购置车辆。\n妥否，请批示。\n青溪县水利局\n2025年8月20日\n（联系人：周敏，电话：1234567）\n",
        "关于购置车辆的请示\n县财政局：\n拟购置车辆。联系人周敏，电话1234567。\n妥否，请批示。\n青溪县水利局\n2025年8月20日\n",
    ],
)
def missing_contact_note(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a request that names nobody to ask."""
    date = document.structure.first(ElementName.DATE)
    if date and not compile_pattern(r"联[ 　]?系[ 　]?人|联系电话|联系方式|电[ 　]?话[：:]").search(document.text):
        yield rule.at(date.end, date.end)


_ANY_REQUEST = lazy_pattern(
    r"批示|批复|批准|审批|指示|审定|审核|核准|同意|答复|恳请|请求|拟请|请予|妥否|当否|可否|请明确|请审"
)


@document_rule(
    code="XW207",
    name="request-never-made",
    severity=Severity.INFO,
    message="全文没有请求语，仅写“特此请示”不够，结尾宜写“妥否，请批示”或“以上请示，请予批复”",
    basis=Basis("公文写作惯例"),
    kinds=_STATUTORY,
    genres=_REQUEST,
    bad=[Bad(f"关于购置车辆的请示\n县财政局：\n我局车辆老旧，拟购置1台。\n⟦特此请示⟧。\n{_SIGN}")],
    good=[
        f"关于购置车辆的请示\n县财政局：\n我局车辆老旧，拟购置1台。\n特此请示，请批复。\n{_SIGN}",
        f"关于购置车辆的请示\n县财政局：\n我局车辆老旧，恳请解决。\n特此请示。\n{_SIGN}",
    ],
)
def request_never_made(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a request that ends in 特此请示 and asks for nothing."""
    for start, text in closing_paragraphs(document, 1):
        match = compile_pattern(r"特此请示").search(text)
        if match and not _ANY_REQUEST.search(
            "".join(one for _, one in body_paragraphs(document)).replace("特此请示", "")
        ):
            yield rule.at(start + match.start(), start + match.end())


@document_rule(
    code="XW208",
    name="forwarded-without-opinion",
    severity=Severity.WARNING,
    message="下级机关的请示事项需要转报的，应当提出倾向性意见后上报，不得原文转报",
    basis=Basis(_REGULATION, "第十五条（三）", Strength.MUST),
    kinds=_STATUTORY,
    genres=frozenset({"请示", "报告"}),
    bad=[Bad("关于转报河东镇购置车辆的请示\n县人民政府：\n⟦现将河东镇人民政府的请示转报给你们⟧，请批示。\n" + _SIGN)],
    good=[
        "关于转报河东镇购置车辆的请示\n县人民政府：\n现将河东镇人民政府的请示转报给你们。经研究，我局建议予以支持，请批示。\n"
        + _SIGN,
        "关于购置车辆的请示\n县人民政府：\n拟购置车辆。\n" + _ASK,
    ],
)
def forwarded_without_opinion(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a short document that hands a request on and says nothing about it."""
    paragraphs = body_paragraphs(document)
    body = "".join(text for _, text in paragraphs)
    if len(body) > 200 or compile_pattern(r"建议|意见|同意|经(?:研究|审核|审查|核实|我)|认为|符合|拟").search(body):
        return
    for start, text in paragraphs:
        match = compile_pattern(
            r"现(?:将|把)[^。，]{2,60}(?:请示|报告)》?[^。，]{0,10}(?:转报|转呈|呈报|随文上报)[^。，]{0,8}"
        ).search(text)
        if match:
            yield rule.at(start + match.start(), start + match.end())
            return


RULES: list[Rule] = [
    request_in_report,
    soft_request_in_report,
    several_addressees,
    addressed_to_person,
    several_matters,
    missing_contact_note,
    request_never_made,
    forwarded_without_opinion,
]
