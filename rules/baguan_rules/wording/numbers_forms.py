"""Set expressions written with the wrong kind of numeral, and two small forms of figures."""

from __future__ import annotations

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.outline import Kind
from baguan.rule import Bad, Good, PatternRule, Rule

_STANDARD = "GB/T 15835—2011"
_NUMERALS = str.maketrans("123456789", "一二三四五六七八九")
_WORDS = {
    "145": "十四五",
    "155": "十五五",
    "14五": "十四五",
    "15五": "十五五",
    "54运动": "五四运动",
    "10全10美": "十全十美",
}


def _in_chinese(text: str) -> str:
    return _WORDS.get(text) or text.replace("2个", "两个").replace("1国2", "一国两").replace("2学", "两学").replace(
        "2会", "两会"
    ).translate(_NUMERALS)


SET_EXPRESSION = PatternRule(
    code="WZ346",
    name="figure-in-set-expression",
    severity=Severity.WARNING,
    message="“{text}”是定型的词语，用汉字数字，写作“{fix}”",
    basis=Basis(_STANDARD, "4.2.3", Strength.MUST),
    explanation="“五四运动”“十全十美”“三农”“四个全面”“十五五”这类定型的词语、缩略语、成语里的数字用汉字。",
    anchors=(
        *("5四", "54运动", "3农", "2会", "4个全面", "4个意识", "4个自信", "2个维护", "5位一体", "1带1路", "8项规定"),
        *(
            "3严3实",
            "2学1做",
            "145规划",
            "155规划",
            "14五",
            "15五",
            "14五”",
            "1心1意",
            "10全10美",
            "1国2制",
            "3重1大",
            "1岗双责",
        ),
    ),
    pattern=(
        r"(?<![\d.])(?:5四(?:运动|精神|青年)|54运动|3农(?=[工问政”])|4个(?:全面(?=[”战])|意识(?=[”、，])|自信(?=[”、，]))"
        r"|2个维护(?=[”、，])|5位一体|1带1路|3严3实|2学1做|1心1意|10全10美|1国2制|3重1大|1岗双责"
        r"|1[45]5(?=规划)|1[45]五(?=[”时规期]))|(?<=“)2会(?=”)|(?<=全国)2会|8项规定(?=精神)"
    ),
    fix=lambda match: _in_chinese(match[0]),
    bad=[
        Bad("纪念⟦5四运动⟧。", fix="纪念五四运动。"),
        Bad("编制⟦145⟧规划，服务⟦3农⟧工作。", fix="编制十四五规划，服务三农工作。"),
        Bad("贯彻落实“⟦4个全面⟧”战略布局。", fix="贯彻落实“四个全面”战略布局。"),
        Bad("深化“⟦3严3实⟧”专题教育。", fix="深化“三严三实”专题教育。"),
    ],
    good=["五四运动，“三农”工作", "新增农户3户", "召开2次会议", "编号为2145规划许可证", "中央八项规定精神"],
)

TWO = PatternRule(
    code="WZ347",
    name="er-before-measure-word",
    severity=Severity.INFO,
    message="量词前面用“两”，“{text}”宜写作“{fix}”",
    basis=Basis("现代汉语用法", "", Strength.PRACTICE),
    explanation="“两个人”“两个方面”“两个百分点”用“两”。法律条文里的“二个月”“二倍”是定式，不报。",
    anchors=("二个百分点", "二个人", "二个方面", "二个问题", "二个阶段", "二个层面"),
    pattern=r"(?<![十百千万零第一二三四五六七八九点\d])二个(?=百分点|人(?![月民])|方面|问题|阶段|层面)",
    fix="两个",
    bad=[Bad("提高⟦二个⟧百分点，做好⟦二个⟧方面工作。", fix="提高两个百分点，做好两个方面工作。")],
    good=["提高十二个百分点。", "第二个问题，第二个方面。", "二个月内答复。"],
)

LEADING_ZERO = PatternRule(
    code="WZ348",
    name="leading-zero-left-out",
    severity=Severity.INFO,
    message="小数点前面的0不能省，写作“{fix}”",
    basis=Basis(_STANDARD, "5.1.2", Strength.MUST),
    explanation="纯小数写出小数点前的“0”：0.5，不写作.5。数字被空格拆开的（13 .74）、口径、文件后缀不报。",
    anchors=tuple(f".{digit}" for digit in "0123456789"),
    pattern=r"(?<=[\u4e00-\u9fff（])\.(?=\d{1,3}(?:[%％]|[万亿]?[元人吨户]|个百分点))",
    fix="0.",
    applicability=Applicability.UNSAFE,
    bad=[Bad("下降⟦.⟧5个百分点", fix="下降0.5个百分点"), Bad("占比为⟦.⟧8%", fix="占比为0.8%")],
    good=["下降0.5个百分点", "保存为.7z文件", "1.5万元"],
)

CHINESE_MEASURE = PatternRule(
    code="WZ350",
    name="measure-in-chinese-numerals",
    severity=Severity.INFO,
    message="计量用阿拉伯数字，“{text}”宜写作阿拉伯数字",
    basis=Basis(_STANDARD, "4.1.1", Strength.GENERAL),
    explanation="带小数的计量用阿拉伯数字：“三十五点二公里”写作“35.2公里”。法律条文、党的文件里的汉字数字和“百分之”不报，讲话稿可以不改。",
    kinds=frozenset({Kind.STATUTORY}),
    anchors=("点",),
    pattern=(
        r"[一二三四五六七八九十百千]{1,8}点[〇零一二三四五六七八九]{1,3}(?:公里|平方公里|平方米|米|公顷|亩|吨|千克|公斤)"
        r"(?<![百千万]分之[一二三四五六七八九十百千〇零]{1,8}点\S{1,8})"
    ),
    bad=[Bad("改造道路⟦三十五点二公里⟧。", kind="statutory")],
    good=[
        Good("改造道路35.2公里。", kind="statutory"),
        Good("百分之三点五，三点二十分到，两点一线。", kind="statutory"),
    ],
)

RULES: list[Rule] = [SET_EXPRESSION, TWO, LEADING_ZERO, CHINESE_MEASURE]
