"""Clauses that a normative document (规范性文件) of an office may not hold, or must hold."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, DocumentRule, Rule, document_rule
from baguan_rules.policy.dates import DATE, date_of, issued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding

_STATUTORY = frozenset({Kind.STATUTORY})
_GENRES = frozenset({"通知", "意见", "决定", "通告"})
_REVIEW = Basis("国办发〔2018〕115号", "", Strength.GENERAL)
_COMPETITION = Basis("《公平竞争审查条例》", "第二章", Strength.MUST)
_HEAD = "青溪县水利局文件\n青水规〔2025〕1号\n青溪县水利局关于加强河道采砂管理的通知\n各乡镇人民政府：\n"
_SIGN = "\n青溪县水利局\n2025年8月20日\n"

# A superior law, a decision of the court, a fee by law: then the clause only repeats what was set elsewhere.
_BASED = lazy_pattern(
    r"依法|依照|依据|根据|按照|《[^》]{2,40}》|法律|法规|有关规定|不得|禁止|严禁|合同|协议|公安|法院|纪检|监察"
)
_SETS = lazy_pattern(
    r"(?:处以?|并处|可处|缴纳|给予)[^，。；\n]{0,12}(?:罚款|罚金)|没收(?:违法所得|非法财物|工具|设备|保证金)"
    r"|(?:吊销|扣押|暂扣|查封|收缴)[^，。；\n]{0,8}(?:证|照|执照|资质|车辆|设备|工具|物品)"
    r"|(?:经|须|应当|必须)[^，。；\n]{0,16}(?:许可|审批|核准)(?:后)?方可"
    r"|收取[^，。；\n]{0,10}(?:保证金|押金|管理费|手续费|服务费)"
)


def _paragraphs(document: Document) -> Iterator[tuple[int, str]]:
    for name in (ElementName.BODY, ElementName.CARRIED):
        for element in document.structure.all(name):
            position = element.start
            for line in document.text[element.start : element.end].split("\n"):
                yield position, line
                position += len(line) + 1


def _sentence(text: str, start: int, end: int) -> str:
    low = max(text.rfind(mark, 0, start) for mark in "。；") + 1
    high = min((place for mark in "。；" if (place := text.find(mark, end)) >= 0), default=len(text))
    return text[low:high]


@document_rule(
    code="ZC801",
    name="sets-penalty-or-licence",
    severity=Severity.INFO,
    message="规范性文件不得设定行政许可、行政处罚、行政强制和收费，请核对上位法依据并写明",
    basis=_REVIEW,
    explanation="只看关键词；同一句写了“依法”“按照《××法》”等依据的、禁止性的话和合同协议里的不提示。",
    kinds=_STATUTORY,
    genres=_GENRES,
    anchors=("罚款", "罚金", "没收", "吊销", "扣押", "暂扣", "查封", "收缴", "方可", "收取"),
    bad=[
        Bad(f"{_HEAD}违规采砂的，由乡镇⟦处以5000元罚款⟧。{_SIGN}"),
        Bad(f"{_HEAD}采砂车辆进场⟦须经乡镇审批后方可⟧作业，并⟦收取安全保证金⟧2000元。{_SIGN}"),
    ],
    good=[
        f"{_HEAD}违规采砂的，依法处以罚款。{_SIGN}",
        f"{_HEAD}不得违规收取保证金。{_SIGN}",
        f"{_HEAD}违规采砂的，按照《河道管理条例》给予罚款。{_SIGN}",
    ],
)
def sets_penalty(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Words of penalty, licence and fee in a sentence that names no authority."""
    for position, line in _paragraphs(document):
        for match in _SETS.finditer(line):
            if not _BASED.search(_sentence(line, *match.span())):
                start = position + match.start()
                message = f"“{match[0]}”像是在设定许可、处罚、强制或者收费，规范性文件不得设定，请写明上位法依据"
                yield rule.at(start, start + len(match[0]), message=message)


_LOCAL = lazy_pattern(
    r"(?:优先|只|仅|必须|应当|一律)(?:采购|购买|选用|使用|选择|聘用)(?:本地|本市|本县|本区|当地|县内|市内|区内)[^，。；\n]{0,10}(?:企业|产品|商品|服务|品牌|单位)"
    r"|(?:本地|本市|本县|本区|当地|县内|市内|区内)(?:注册的?)?企业(?:优先|可加|加分|给予加分)"
    r"|(?:须|必须|应当|要求)在(?:本地|本市|本县|本区|当地)(?:注册|设立|登记)[^，。；\n]{0,10}(?:公司|分支机构|子公司|企业|后方可)"
    r"|外地企业[^，。；\n]{0,8}(?:不得|须另行|应当另行)"
)
_FORBIDS = lazy_pattern(r"不得|禁止|严禁|清理|取消|杜绝")


@document_rule(
    code="ZC802",
    name="local-protection",
    severity=Severity.INFO,
    message="涉嫌地方保护或者指定交易，应当经过公平竞争审查",
    basis=_COMPETITION,
    kinds=_STATUTORY,
    anchors=("本地", "本市", "本县", "本区", "当地", "县内", "市内", "区内", "外地"),
    bad=[
        Bad(f"{_HEAD}各单位⟦应当采购本县企业⟧生产的管材。{_SIGN}"),
        Bad(f"{_HEAD}投标人⟦须在本县设立分支机构⟧。{_SIGN}"),
    ],
    good=[
        f"{_HEAD}不得要求投标人必须在本县注册公司。{_SIGN}",
        f"{_HEAD}不得规定应当采购本县企业产品。{_SIGN}",
        f"{_HEAD}支持本县企业发展。{_SIGN}",
    ],
)
def local_protection(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Words that favour enterprises of the place."""
    for position, line in _paragraphs(document):
        for match in _LOCAL.finditer(line):
            if not any(
                word in _sentence(line, *match.span()) for word in ("不得", "禁止", "严禁", "清理", "取消", "杜绝")
            ):
                start = position + match.start()
                message = f"“{match[0]}”涉嫌地方保护或者指定交易，应当经过公平竞争审查"
                yield rule.at(start, start + len(match[0]), message=message)


_IN_FORCE = lazy_pattern(
    rf"(?:本(?:办法|规定|细则|通知|意见|决定|方案|标准|规则|制度|通告|文件))?自(?P<date>{DATE})起(?:正式|开始)?(?:施行|实施|执行|生效)"
)


@document_rule(
    code="ZC403",
    name="in-force-before-issue",
    severity=Severity.INFO,
    message="施行日期早于成文日期，公文一般不溯及既往，请核对",
    basis=Basis("《中华人民共和国立法法》（法不溯及既往的原则）", "", Strength.PRACTICE),
    explanation="只看以“本办法”“本通知”等自称的施行日期；成文日期认不出的不查。早于成文日期半年以上的多是笔误。",
    kinds=_STATUTORY,
    genres=_GENRES,
    anchors=("起施行", "起实施", "起执行", "起正式", "起生效", "起开始"),
    bad=[
        Bad(f"{_HEAD}本通知⟦自2025年8月19日起施行⟧。{_SIGN}"),
        Bad(f"{_HEAD}本通知⟦自2024年9月1日起执行⟧。{_SIGN}"),
    ],
    good=[
        f"{_HEAD}本通知自2025年8月20日起施行。{_SIGN}",
        f"{_HEAD}本通知自2025年9月1日起施行，有效期5年。{_SIGN}",
        f"{_HEAD}《防洪法》自1998年1月1日起施行。{_SIGN}",
    ],
)
def in_force_before_issue(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A day of effect of the document itself that lies before its day of issue."""
    day: datetime.date | None = None
    for position, line in _paragraphs(document):
        for match in _IN_FORCE.finditer(line):
            if not match[0].startswith("本") and line[: match.start()].strip(" 　") != "":
                continue
            day = day or issued(document)
            starts = date_of(match)
            if day is None or starts is None or starts >= day:
                continue
            begin = position + match.start() + match[0].index("自")
            yield rule.at(begin, position + match.end())


_STARTS = lazy_pattern(r"[自从][^。\n]{0,24}(?:施行|实施|执行|生效)")
_ENDS = lazy_pattern(r"有效期|有效至|废止|失效")
_NORMATIVE_NUMBER = lazy_pattern(r"规(?:字|发)?[〔\[［（(]")


@document_rule(
    code="ZC803",
    name="no-term-of-validity",
    severity=Severity.INFO,
    message="行政规范性文件一般要写明施行日期和有效期",
    basis=Basis("行政规范性文件管理的通行做法（各地规定不一）", "", Strength.PRACTICE),
    explanation="只看发文字号是“×规〔××××〕×号”的文件；各地有效期长短不一，多为五年，暂行、试行的两年。",
    kinds=_STATUTORY,
    genres=_GENRES,
    anchors=("规〔", "规字〔", "规发〔", "规[", "规［", "规（", "规("),
    bad=[Bad("青溪县水利局文件\n⟦青水规〔2025〕1号⟧\n关于采砂管理的通知\n各乡镇人民政府：\n请加强管理。" + _SIGN)],
    good=[
        "青溪县水利局文件\n青水规〔2025〕1号\n关于采砂管理的通知\n各乡镇人民政府：\n本通知自2025年9月1日起施行，有效期5年。"
        + _SIGN,
        "青溪县水利局文件\n青水〔2025〕1号\n关于采砂管理的通知\n各乡镇人民政府：\n请加强管理。" + _SIGN,
    ],
)
def no_term(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a normative document, known by its number, that names no term."""
    number = document.structure.first(ElementName.DOCUMENT_NUMBER)
    if number is None or not _NORMATIVE_NUMBER.search(document.text[number.start : number.end]):
        return
    text = document.text
    missing = [
        *(["施行日期"] if not _STARTS.search(text) else []),
        *(["有效期"] if not _ENDS.search(text) else []),
    ]
    if missing:
        message = f"行政规范性文件一般要写明施行日期和有效期，没有看到{'、'.join(missing)}"
        yield rule.at(number.start, number.end, message=message)


RULES: list[Rule] = [sets_penalty, local_protection, in_force_before_issue, no_term]
