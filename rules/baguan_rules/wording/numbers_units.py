"""Units of measurement and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import DELETE, Bad, PatternRule, Rule

if TYPE_CHECKING:
    from regex import Match

_UNIT_ORDER = Basis("国务院关于在我国统一实行法定计量单位的命令", "", Strength.MUST)
_PRACTICE = Basis("通行做法", "", Strength.PRACTICE)

_SYMBOLS = {
    "KG": "kg",
    "Kg": "kg",
    "KM": "km",
    "Km": "km",
    "KW": "kW",
    "Kw": "kW",
    "kw": "kW",
    "KWH": "kW·h",
    "KWh": "kW·h",
    "Kwh": "kW·h",
    "kwh": "kW·h",
    "KV": "kV",
    "Kv": "kV",
    "kv": "kV",
    "KVA": "kV·A",
    "kva": "kV·A",
    "MPA": "MPa",
    "Mpa": "MPa",
    "mpa": "MPa",
    "CM": "cm",
    "Cm": "cm",
    "MM": "mm",
    "Mm": "mm",
    "hz": "Hz",
    "HZ": "Hz",
}

SYMBOL_CASE = PatternRule(
    code="WZ317",
    name="wrong-case-of-unit-symbol",
    severity=Severity.WARNING,
    message="计量单位符号“{text}”大小写有误，应为“{fix}”",
    basis=Basis("GB 3100—1993", "", Strength.GENERAL),
    explanation=(
        "词头千用小写k，兆用大写M；来自人名的单位首字母大写：kg、km、kW、kV、MPa、Hz。公文里也可以写中文名称：千克、公里、千瓦时。"
        "型号、级别（85KG级）、公路桩号（K10+800）不报，引号里的降为提示。"
    ),
    anchors=tuple(f"{digit}{first}" for digit in range(10) for first in "KkMmCHh")
    + tuple(f" {symbol}" for symbol in _SYMBOLS)
    + tuple(f"多{symbol}" for symbol in _SYMBOLS),
    pattern=rf"(?<=\d[ 多余]?)(?P<at>{'|'.join(sorted(_SYMBOLS, key=len, reverse=True))})"
    r"(?![A-Za-z\d+·-]|级)(?<![A-Za-z-]\d{0,6}(?P=at))",
    fix=lambda match: _SYMBOLS[match["at"]],
    quoted=Severity.INFO,
    bad=[Bad("新建500⟦KV⟧变电站", fix="新建500kV变电站"), Bad("重20⟦KG⟧", fix="重20kg")],
    good=["新建500kV变电站", "男子85KG级", "桩号910KM+800M", "型号为A90KW", "重20千克"],
)

_POWERS = {"2": "²", "3": "³"}

SUPERSCRIPT = PatternRule(
    code="WZ318",
    name="digit-for-superscript",
    severity=Severity.WARNING,
    message="平方、立方的指数写成上标“{fix}”，或者写中文“平方米”“立方米”",
    basis=Basis("GB 3101—1993", "", Strength.GENERAL),
    explanation="面积、体积单位写作m²、m³、km²。Word文件里可能用了上标格式，从文字上看不出来，所以不查。",
    anchors=("m2", "m3"),
    pattern=r"(?<=\d[ 万亿多]?(?:k|c|m|d)?m)[23](?![\dA-Za-z.])",
    fix=lambda match: _POWERS[match[0]],
    applicability=Applicability.UNSAFE,
    bad=[Bad("建筑面积100m⟦2⟧", fix="建筑面积100m²"), Bad("库容3万m⟦3⟧", fix="库容3万m³")],
    formats=frozenset({"txt", "md"}),
    good=["建筑面积100m²", "建筑面积100平方米", "型号m2", "长100m，2处"],
)


def _one_currency(match: Match[str]) -> str:
    return f"{match['figure']}{match['unit']}"


CURRENCY = PatternRule(
    code="WZ319",
    name="currency-written-twice",
    severity=Severity.WARNING,
    message="货币符号和“元”重复，写作“{fix}”",
    basis=_PRACTICE,
    explanation="“￥”“RMB”已经表示人民币元，后面不再写“元”。“人民币100元”合法，前后两个“人民币”的删去一个。",
    anchors=("￥", "¥", "RMB", "元人民币"),
    pattern=(
        r"(?:[￥¥]|RMB)[ ]?(?P<figure>\d[\d,，]*(?:\.\d+)?)(?P<unit>[万亿]?元)(?!/)"
        r"|人民币(?P<figure>\d[\d,]*(?:\.\d+)?)(?P<unit>[万亿]?元)人民币"
    ),
    fix=_one_currency,
    bad=[
        Bad("奖励⟦￥100元⟧", fix="奖励100元"),
        Bad("投资⟦人民币100万元人民币⟧", fix="投资100万元"),
    ],
    good=["奖励100元", "投资人民币100万元", "￥100", "投资100万元人民币"],
)

PER = PatternRule(
    code="WZ320",
    name="slash-with-each",
    severity=Severity.WARNING,
    message="斜线已经表示“每”，“{text}”里不再写“每”",
    basis=_PRACTICE,
    explanation="“元/平方米”或者“每平方米……元”，两种写法择一。",
    anchors=("/每", "／每"),
    pattern=r"(?<=[元角分吨斤克米里升度人次户辆件个台])[/／](?P<at>每)(?=[\u3400-\u9fff])",
    fix=DELETE,
    bad=[Bad("单价为30元/⟦每⟧平方米", fix="单价为30元/平方米")],
    good=["单价为30元/平方米", "每平方米30元", "每周/每月"],
)

_OLD = {
    "公尺": "米",
    "公分": "厘米",
    "公升": "升",
    "立升": "升",
    "公吨": "吨",
    "平米": "平方米",
    "市斤": "斤",
    "华里": "",
    "市尺": "",
    "公亩": "",
}

OLD_UNIT = PatternRule(
    code="WZ321",
    name="non-statutory-unit",
    severity=Severity.INFO,
    message="“{text}”不是法定计量单位或者规范名称，请换用法定计量单位",
    basis=_UNIT_ORDER,
    explanation=(
        "公文用法定计量单位：米、厘米、升、吨、平方米、公顷。公里、公斤、公顷是法定或者可用的名称，官方数据习用的亩、斤不报。"
        "只看数字后面的；引号里的原话不报。"
    ),
    anchors=tuple(_OLD),
    pattern=rf"(?<=[\d万多余])(?:{'|'.join(_OLD)})(?!之)",
    fix=lambda match: _OLD[match[0]] or None,
    unless=lambda document, match: document.in_quotes(match.start(), match.end()),
    bad=[
        Bad("长90⟦公分⟧", fix="长90厘米"),
        Bad("建成80多⟦平米⟧的新房", fix="建成80多平方米的新房"),
        Bad("行军30⟦华里⟧"),
    ],
    good=["长90厘米", "祖庙东华里", "3公分之一", "种植5万亩", "他说：“走了30华里。”"],
)

RULES: list[Rule] = [SYMBOL_CASE, SUPERSCRIPT, CURRENCY, PER, OLD_UNIT]
