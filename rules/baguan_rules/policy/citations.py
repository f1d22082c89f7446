"""How documents and laws are cited in the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern
from baguan.model import Applicability, Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, PatternRule, Rule

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_PRACTICE = Basis("公文引用惯例（原《国家行政机关公文处理办法》第二十五条）", "", Strength.PRACTICE)
_LEGISLATION = Basis("《立法技术规范（试行）》", "", Strength.PRACTICE)
_NUMERALS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """A number below a thousand in Chinese numerals, as articles are counted."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    parts = [f"{_NUMERALS[hundreds]}百"] if hundreds else []
    if tens:
        parts.append("十" if tens == 1 and not hundreds else f"{_NUMERALS[tens]}十")
    elif hundreds and ones:
        parts.append("零")
    if ones:
        parts.append(_NUMERALS[ones])
    return "".join(parts)


def _articles(match: Match[str]) -> str | None:

    text = compile_pattern(r"\d+(?=项)").sub(r"（\g<0>）", match[0])
    return compile_pattern(r"\d+").sub(lambda digits: chinese(int(digits[0])), text)


def _own_number(document: Document, match: Match[str]) -> bool:
    """Whether the number is the document's own, which the layout rules check."""
    own = document.structure.first(ElementName.DOCUMENT_NUMBER)
    return own is not None and own.start <= match.start() < own.end


RULES: list[Rule] = [
    PatternRule(
        code="ZC601",
        name="number-before-title",
        severity=Severity.WARNING,
        message="引用公文先引标题、后引发文字号：《标题》（发文字号）",
        basis=_PRACTICE,
        anchors=("号《",),
        pattern=r"(?<=[发函办规])〔\d{4}〕\d{1,5}号(?=《[^》\n]{2,80}》)",
        bad=[
            Bad("根据国办发⟦〔2023〕5号⟧《关于优化服务的意见》，制定方案。"),
        ],
        good=[
            "根据《关于优化服务的意见》（国办发〔2023〕5号），制定方案。",
            "送达岳行复决〔2018〕1号《复议决定书》",
        ],
    ),
    PatternRule(
        code="ZC602",
        name="article-number-in-digits",
        severity=Severity.INFO,
        message="引用法律条文，条、款、项的序数用汉字：“{text}”写作“{fix}”",
        basis=_LEGISLATION,
        anchors=("》第", "）第", ")第"),
        pattern=r"(?<=《[^》\n]{1,40}(?:法|条例|规定|办法|章程|准则|法典|规则|解释)》(?:[（(][^）)\n]{1,30}[）)])?)第\d{1,3}条(?:第\d{1,2}款)?(?:第\d{1,2}项)?",
        fix=_articles,
        bad=[
            Bad(
                "依据《行政处罚法》⟦第32条第1款⟧的规定",
                fix="依据《行政处罚法》第三十二条第一款的规定",
            ),
            Bad("《公务员法》⟦第105条第3项⟧", fix="《公务员法》第一百零五条第（三）项"),
        ],
        good=["依据《行政处罚法》第三十二条的规定", "按照《项目合同》第5条约定"],
    ),
    PatternRule(
        code="ZC603",
        name="bracketed-paragraph-number",
        severity=Severity.INFO,
        message="款的序数不加括号，“{text}”写作“{fix}”（加括号的是项）",
        basis=_LEGISLATION,
        anchors=("）款",),
        pattern=r"(?<=条)第（[一二三四五六七八九十]{1,2}）款",
        fix=lambda match: match[0].replace("（", "").replace("）", ""),
        bad=[Bad("第五条⟦第（二）款⟧", fix="第五条第二款")],
        good=["第五条第二款第（三）项", "第五条第（三）项"],
    ),
    PatternRule(
        code="ZC604",
        name="cited-number-brackets",
        severity=Severity.WARNING,
        message="引用的发文字号年份应当用六角括号：“{text}”写作“{fix}”",
        basis=Basis("GB/T 9704—2012", "7.2.5", Strength.MUST),
        anchors=("号",),
        pattern=r"(?<=[\u4e00-\u9fff][发函办])(?:[\[［【]20(?!00)\d{2}[\]］】]|[（(]20(?!00)\d{2}[）)])(?=第?\d{1,5}号)",
        fix=lambda match: f"〔{match[0][1:-1]}〕",
        applicability=Applicability.DISPLAY,
        unless=_own_number,
        bad=[
            Bad("《关于优化服务的意见》（国办发⟦[2023]⟧5号）", fix="《关于优化服务的意见》（国办发〔2023〕5号）"),
            Bad("按照某政办函⟦（2022）⟧16号要求", fix="按照某政办函〔2022〕16号要求"),
        ],
        good=[
            "（国办发〔2023〕5号）",
            "（2020）京01民终1号",
            "按国办发(1985)49号文件规定办理。",
            "民政部公告（2023）第5号",
            "公决字（2011）第3729号",
        ],
    ),
    PatternRule(
        code="ZC605",
        name="number-with-wen",
        severity=Severity.INFO,
        message="发文字号后不必再加“{text}”",
        basis=_PRACTICE,
        anchors=("号文",),
        pattern=r"(?<=〔\d{4}〕\d{1,5}号)文(?:件)?(?=精神|要求|）|、|，|。)",
        fix="",
        bad=[
            Bad("（国发〔2023〕1号⟦文⟧）", fix="（国发〔2023〕1号）"),
            Bad("按照国发〔2023〕1号⟦文件⟧要求", fix="按照国发〔2023〕1号要求"),
        ],
        good=["（国发〔2023〕1号）", "以下简称89号文"],
    ),
    PatternRule(
        code="ZC606",
        name="year-said-against-number",
        severity=Severity.WARNING,
        message="说的年份与发文字号的年份不一致，请核对",
        basis=_PRACTICE,
        explanation="文号的年份就是印发的年份。只查“××××年（月日）印发的《标题》（文号）”这样紧挨着的写法。",
        anchors=("印发", "下发", "发布", "出台"),
        pattern=(
            r"(?P<at>(?:19|20)\d{2})年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:联合)?(?:印发|下发|发布|出台)了?的?"
            r"《[^》\n]{2,60}》[（(][^（）()〔\n]{1,12}〔(?P<number>(?:19|20)\d{2})〕\d{1,5}号[）)]"
        ),
        unless=lambda document, match: match["at"] == match["number"],
        bad=[
            Bad("落实⟦2024⟧年印发的《关于加强防汛工作的意见》（青政发〔2023〕5号）。"),
            Bad("⟦2023⟧年3月1日印发了《防汛工作方案》（青水〔2021〕12号）"),
        ],
        good=[
            "落实2023年印发的《关于加强防汛工作的意见》（青政发〔2023〕5号）。",
            "2024年，按照《关于加强防汛工作的意见》（青政发〔2023〕5号）开展工作。",
        ],
    ),
    PatternRule(
        code="ZC607",
        name="article-parts-out-of-order",
        severity=Severity.INFO,
        message="引用条文按条、款、项、目的次序写，“{text}”次序不对",
        basis=_LEGISLATION,
        anchors=("款第", "项第", "目第"),
        pattern=(
            r"第[一二三四五六七八九十百千零]{1,7}款第[一二三四五六七八九十百千零]{1,7}条"
            r"|第（?[一二三四五六七八九十]{1,3}）?项第[一二三四五六七八九十]{1,3}(?:款|条)"
        ),
        bad=[Bad("依据该法⟦第二款第十二条⟧"), Bad("依据该法第十二条⟦第（三）项第二款⟧")],
        good=["依据该法第十二条第二款第（三）项", "第十二条第一款、第十三条", "依照第（一）项、第二款的规定"],
    ),
    PatternRule(
        code="ZC608",
        name="item-number-without-brackets",
        severity=Severity.INFO,
        message="项的序数加括号，“{text}”写作“{fix}”",
        basis=_LEGISLATION,
        explanation="法律条文的款不加括号，项加括号：第×条第×款第（×）项。全国人民代表大会通过的法律中也写“第×项”，只提示。",
        anchors=("项",),
        pattern=r"(?<=(?:条例|规定|办法|细则|规则)》第[一二三四五六七八九十百零]{1,6}条(?:第[一二三四五六七八九十]{1,2}款)?)第[一二三四五六七八九十]{1,3}项",
        fix=lambda match: f"第（{match[0][1:-1]}）项",
        bad=[Bad("《河道管理条例》第二十条⟦第三项⟧", fix="《河道管理条例》第二十条第（三）项")],
        good=["《河道管理条例》第二十条第（三）项", "《行政处罚法》第九条第三项", "《管理办法》第十五条第二款"],
    ),
]
