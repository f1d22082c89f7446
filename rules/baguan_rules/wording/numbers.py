"""数字: figures, dates, quantities and units (WZ3xx).

The choice between figures and Chinese numerals stands here; the other topics have modules of their own.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import Bad, PatternRule, Rule
from baguan_rules.wording import (
    numbers_counts,
    numbers_dates,
    numbers_forms,
    numbers_lists,
    numbers_ranges,
    numbers_sums,
    numbers_tables,
    numbers_units,
)
from baguan_rules.wording.numbers_values import DIGITS, tens

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_STANDARD = "GB/T 15835—2011"
_NUMERALS = "一二三四五六七八九"


def _not_adjacent(_document: Document, match: Match[str]) -> bool:
    """“三、五项”“五、七号楼”列举的是两样东西；相邻、升序的两个数才是概数。"""
    return DIGITS[match["second"]] != DIGITS[match["first"]] + 1


APPROXIMATE = PatternRule(
    code="WZ301",
    name="enumeration-comma-in-approximate-number",
    severity=Severity.WARNING,
    message="相邻两个数连用表示概数，中间不用顿号，写作“{fix}”",
    basis=Basis(_STANDARD, "5.2.1", Strength.GENERAL),
    explanation=(
        "“三四天”“七八十人”这样的概数用汉字，两个数之间不用顿号（GB/T 15834—2011 4.5.3.4 同）。"
        "“一、二年级”“第三、四季度”"
        "“五、六十年代”是分列，不报；只报相邻升序的两个数后面接天、个、次、年、公里等量词的。"
    ),
    anchors=tuple(f"{first}、{second}" for first, second in itertools.pairwise(_NUMERALS)),
    pattern=(
        rf"(?P<at>(?P<first>[{_NUMERALS}])、(?P<second>[{_NUMERALS}]))"
        rf"(?<=(?<![{_NUMERALS}十百千万亿第零、\d]|^[ \t\u3000]*)[^\n]{{3}})"
        r"(?=[十百千万]{0,2}(?:天|个(?!代表团|五年)|次(?!产业)|年(?![级代])|公里|岁|点(?:钟|半)|倍|小时|分钟|里(?:路|地)|户|元|米|斤|吨|亩)"
        r"|[十百千]人)"
    ),
    fix=lambda match: match["first"] + match["second"],
    unless=_not_adjacent,
    bad=[Bad("来了⟦七、八⟧十人", fix="来了七八十人"), Bad("再过⟦三、四⟧天开工", fix="再过三四天开工")],
    good=[
        "再过三四天开工",
        "一、二年级学生",
        "第三、四季度",
        "五、六十年代",
        "一、二、三次产业",
    ],
)

_WRONG_ZERO = "零○ＯOoОο0"


def _zero(match: Match[str]) -> str:
    return "".join("〇" if character in _WRONG_ZERO else character for character in match["at"])


ZERO_IN_YEAR = PatternRule(
    code="WZ310",
    name="wrong-zero-in-year",
    severity=Severity.WARNING,
    message="用汉字写年份时，“零”的位置用“〇”，写作“{fix}”",
    basis=Basis(_STANDARD, "5.2.5", Strength.GENERAL),
    explanation=(
        "编号（年份是一种编号）里的0，汉字形式写“〇”（U+3007），不写“零”“○”（U+25CB，几何图形）、字母O或数字0；"
        "计量用“零”：二百零五。公文的成文日期、文中的日期改用阿拉伯数字更好。"
    ),
    anchors=tuple(f"{before}{zero}" for before in "一二九八七六五四三" for zero in _WRONG_ZERO),
    pattern=(
        rf"(?<![一二三四五六七八九十百千万零〇点])(?P<at>[一二][{_WRONG_ZERO}〇一二三四五六七八九]{{3}})(?=年(?!限))"
        rf"(?<=[{_WRONG_ZERO}][^\n]{{0,2}})"
    ),
    fix=_zero,
    bad=[
        Bad("⟦二零二五⟧年工作要点", fix="二〇二五年工作要点"),
        Bad("⟦二○二五⟧年三月", fix="二〇二五年三月"),
        Bad("⟦一九八零⟧年", fix="一九八〇年"),
    ],
    good=["二〇二五年工作要点", "二百零五年的历史", "一九九五年"],
)

MIXED_UNIT = PatternRule(
    code="WZ311",
    name="arabic-figure-with-thousand-or-hundred",
    severity=Severity.WARNING,
    message="阿拉伯数字后面只用“万”“亿”作单位，不用“千”“百”",
    basis=Basis(_STANDARD, "5.3", Strength.MUST),
    explanation=(
        "“3千人”写作“3000人”或者“三千人”。“千克”“千米”“千瓦”“百分点”“百强”里的千、百是单位名称或词语的一部分，不报；"
        "“2千万”“3百万”一类也不报。"
    ),
    anchors=(
        "千人",
        "百人",
        "千元",
        "百元",
        "千名",
        "百名",
        "千户",
        "百户",
        "千份",
        "百份",
        "千件",
        "百件",
        "千张",
        "百张",
    ),
    pattern=r"[千百](?=[人元名户份件张])(?<=(?<![\d.])(?P<at>(?P<number>[1-9]\d?)(?P<unit>[千百])))",
    fix=lambda match: (
        None
        if match.string[match.start("at") - 1 : match.start("at")] in ("万", "千")
        else str(int(match["number"]) * (1000 if match["unit"] == "千" else 100))
    ),
    bad=[Bad("共有⟦3千⟧人参加", fix="共有3000人参加"), Bad("惠及2万⟦7千⟧人")],
    good=["共有3000人参加", "装机5千瓦", "提高3百分点", "三千人", "入选500强"],
)

FEW = PatternRule(
    code="WZ312",
    name="arabic-figure-with-ji",
    severity=Severity.WARNING,
    message="“几”表示概数，和汉字数字连用，写作“{fix}”",
    basis=Basis(_STANDARD, "4.2.2", Strength.GENERAL),
    explanation="带“几”的概数用汉字：十几、二十几、几十。“300余人”“20多个”可以用阿拉伯数字，不报。",
    anchors=tuple(f"{ten}0几" for ten in range(1, 10)) + tuple(f"几{ten}0" for ten in range(1, 10)),
    pattern=r"(?<![\d.,])[1-9]0几(?![\d%])|几[1-9]0(?=[个人名年天次万亿元家户])",
    fix=lambda match: "几十" if match[0][0] == "几" else f"{tens(int(match[0][:2]))}几",
    bad=[Bad("只用⟦10几⟧分钟", fix="只用十几分钟"), Bad("有⟦20几⟧名医生", fix="有二十几名医生")],
    good=["只用十几分钟", "有20多名医生", "300余人"],
)

TWO_DIGIT_YEAR = PatternRule(
    code="WZ313",
    name="two-digit-year",
    severity=Severity.INFO,
    message="年份写全四位，不写作“{text}年”",
    basis=Basis(_STANDARD, "5.1.4", Strength.GENERAL),
    explanation="四位数字的年份一般不简写。只报后面接“底、初、末、度、上半年、下半年”的；“建校25年”“近10年间”是时长，不报。",
    anchors=tuple(f"年{word}" for word in ("底", "初", "末", "度", "上半年", "下半年")),
    pattern=(
        r"年(?=底|初|末|度(?!假)|上半年|下半年)"
        r"(?<=(?<![\d.年～—－–、/〔（(A-Za-z个约近共满历时过第 -])(?P<at>[0-3]\d|[89]\d)年)"
    ),
    fix=lambda match: ("20" if int(match["at"]) < 50 else "19") + match["at"],
    applicability=Applicability.DISPLAY,
    bad=[Bad("力争⟦25⟧年底前完成", fix="力争2025年底前完成")],
    good=["力争2025年底前完成", "建校25年来", "历时25年末期", "2021—25年度计划"],
)

HAO = PatternRule(
    code="WZ314",
    name="hao-for-day",
    severity=Severity.INFO,
    message="公文写日期用“日”，不用口语的“号”",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation="“5月1号”是口语，书面写“5月1日”。“1号楼”“1号文件”“2号线”是编号，不报；引号里的原话也不报。",
    anchors=("号",),
    pattern=r"号(?<=(?<!\d)\d{1,2}月\d{1,2}号)(?![楼线文令院店馆厅门])",
    fix="日",
    unless=lambda document, match: document.in_quotes(match.start(), match.end()),
    bad=[Bad("定于5月1⟦号⟧开工", fix="定于5月1日开工")],
    good=["定于5月1日开工", "1号楼", "2025年1号文件", "他说：“5月1号见。”"],
)

CENTURY = PatternRule(
    code="WZ323",
    name="mixed-century-and-decade",
    severity=Severity.INFO,
    message="世纪和年代的数字形式应一致，这里写作“{fix}”",
    basis=Basis(_STANDARD, "4.3", Strength.GENERAL),
    explanation="“20世纪90年代”或者“二十世纪九十年代”，不混用。“上世纪”后面的年代不报。",
    anchors=("世纪",),
    pattern=(
        r"世纪(?:(?<=(?<!\d)(?P<before>\d{1,2})世纪)(?P<at>(?P<ten>[一二三四五六七八九])十)年代"
        r"|(?<=(?P<before>[一二]?十[一二三四五六七八九]?)世纪)(?P<at>(?P<figure>[1-9])0)年代)"
    ),
    fix=lambda match: f"{DIGITS[match['ten']]}0" if match["ten"] else f"{tens(int(match['figure']))}十",
    bad=[
        Bad("20世纪⟦九十⟧年代以来", fix="20世纪90年代以来"),
        Bad("二十世纪⟦90⟧年代以来", fix="二十世纪九十年代以来"),
    ],
    good=["20世纪90年代以来", "二十世纪九十年代以来", "上世纪九十年代"],
)

FRACTION = PatternRule(
    code="WZ324",
    name="mixed-numerals-in-fraction",
    severity=Severity.WARNING,
    message="分数“{text}”汉字和阿拉伯数字混用，应写作“四分之三”或者“3/4”的形式",
    basis=Basis(_STANDARD, "4.3", Strength.GENERAL),
    explanation="“×分之×”用汉字数字。百分数写作“30%”，不写“百分之30”。",
    anchors=("分之",),
    pattern=(
        r"分之(?:(?<=(?<![\d.,])\d{1,3}分之)(?:\d+|[一二三四五六七八九十]+)"
        r"|(?<=百分之)\d+(?:\.\d+)?|(?<=[二三四五六七八九十]分之)\d+(?![\d.]))"
        r"(?<=(?P<at>(?:\d{1,3}|[二三四五六七八九十百])分之[\d.一二三四五六七八九十]+))"
    ),
    bad=[Bad("约占⟦4分之3⟧"), Bad("增长⟦百分之30⟧")],
    good=["约占四分之三", "增长30%", "百分之三十", "约占3/4", "错情率为千分之0.2"],
)

THOUSANDS = PatternRule(
    code="WZ325",
    name="full-width-thousands-separator",
    severity=Severity.WARNING,
    message="数字的千分位不用全角逗号，写作“{fix}”",
    basis=Basis(_STANDARD, "5.1.1", Strength.GENERAL),
    explanation="多位数分节用半角逗号或者四分之一字空，公文里也可以不分节。后面接单位的才报，避免误伤并列的两个数。",
    anchors=tuple(f"，{digit}" for digit in range(10)),
    pattern=(
        r"(?<![\d，.])(?P<at>[1-9]\d{0,2}(?:，\d{3})+)(?!\d)(?=(?:\.\d+)?[万亿]?(?:元|人|户|吨|公里|亩|平方|件|家|个|辆|台))"
    ),
    fix=lambda match: match["at"].replace("，", ","),
    bad=[Bad("投资⟦1，234⟧万元", fix="投资1,234万元")],
    good=["投资1,234万元", "2021，300人参加", "从1，2两项看"],
)

WEEKDAY_NUMERAL = PatternRule(
    code="WZ326",
    name="arabic-weekday-or-lunar-date",
    severity=Severity.WARNING,
    message="星期、农历日期用汉字，写作“{fix}”",
    basis=Basis(_STANDARD, "4.2.1", Strength.GENERAL),
    explanation="非公历的纪年、农历月日、星期几用汉字数字：星期五、农历八月十五、腊月二十三。",
    anchors=(*(f"星期{day}" for day in range(1, 8)), "农历", "腊月", "正月"),
    pattern=(
        r"星期(?P<week>[1-7])(?![\d天个])|农历(?P<month>1[0-2]|[1-9])月(?:初)?(?P<day>[12]\d|30|[1-9])(?!\d)"
        r"|(?P<name>[正腊]月)(?P<of>[12]\d|30|[1-9])(?!\d|月)"
    ),
    fix=lambda match: _lunar(match),
    bad=[
        Bad("定于⟦星期5⟧召开", fix="定于星期五召开"),
        Bad("⟦农历8月15⟧", fix="农历八月十五"),
        Bad("⟦腊月23⟧是小年", fix="腊月二十三是小年"),
    ],
    good=["定于星期五召开", "农历八月十五", "农历2024年正月初二", "星期日"],
)


def _lunar(match: Match[str]) -> str:
    if match["week"]:
        return "星期" + ("日" if match["week"] == "7" else tens(int(match["week"])))
    day = int(match["day"] or match["of"])
    name = match["name"] or f"农历{'正' if match['month'] == '1' else tens(int(match['month']))}月"
    return name + ("初" if day <= 10 else "") + tens(day)


FIXED_TERM = PatternRule(
    code="WZ333",
    name="arabic-figure-in-party-congress",
    severity=Severity.WARNING,
    message="定型的词语用汉字数字，写作“{fix}……”",
    basis=Basis(_STANDARD, "4.2.3", Strength.GENERAL),
    explanation="“党的二十大”“二十届三中全会”是定型的缩略语，用汉字数字，不写“20大”“20届”。",
    anchors=("党的1", "党的2"),
    pattern=r"党的(?P<at>1[2-9]|2\d)(?=大(?![类项型个])|届[一二三四五六七]中全会)",
    fix=lambda match: tens(int(match["at"])),
    bad=[
        Bad("贯彻党的⟦20⟧大精神", fix="贯彻党的二十大精神"),
        Bad("学习党的⟦20⟧届三中全会精神", fix="学习党的二十届三中全会精神"),
    ],
    good=["贯彻党的二十大精神", "党的20大类工作", "党的120周年"],
)

MALFORMED_YEAR = PatternRule(
    code="WZ334",
    name="malformed-year",
    severity=Severity.WARNING,
    message="年份“{text}”位数不对，请核对",
    basis=Basis(_STANDARD, "5.1.4", Strength.GENERAL),
    explanation="公历年份是四位数。“20255年”“202年5月”多为误按。只报后面接月份、度、底、初的。",
    anchors=tuple(f"{digit}年" for digit in range(10)),
    pattern=r"年(?=\d{1,2}月|度|底|初)(?<=(?<![\d.,])(?P<at>(?:19|20)\d{3}|20[0-3]|19\d)年)",
    bad=[Bad("⟦20255⟧年5月"), Bad("⟦202⟧年底前完成")],
    good=["2025年5月", "建成202年后", "公元前202年", "距今20000年"],
)

MALFORMED_NUMBER = PatternRule(
    code="WZ335",
    name="malformed-number",
    severity=Severity.WARNING,
    message="数字“{text}”写法有误，请核对小数点",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation="一个数里有两个小数点，多为误按。版本号、章节号、日期（2025.10.1）后面不接百分号和金额单位，不报。",
    anchors=tuple(f"{digit}." for digit in range(10)),
    pattern=r"\.(?<=(?<![\d.])\d{1,9}\.)(?:\.\d+|\d+\.\d+)(?=[%％万亿元])(?<=(?P<at>(?<![\d.])[\d.]+))",
    bad=[Bad("增长⟦3.5.2⟧%"), Bad("投资⟦3..5⟧亿元")],
    good=["增长3.5%", "第3.5.2条", "投资3.5亿元", "2025.10.1"],
)

DOUBLED_UNIT = PatternRule(
    code="WZ336",
    name="doubled-unit",
    severity=Severity.WARNING,
    message="数字后面的单位重复了，“{text}”应改为“{fix}”",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation="数字后面的单位写了两遍。“6亿亿次”是数级，不报。",
    anchors=(
        "%%",
        "％％",
        "%％",
        "％%",
        "元元",
        "万元万元",
        "亿元亿元",
        "公里公里",
        "米米",
        "吨吨",
        "亩亩",
        "户户",
        "名名",
    ),
    pattern=r"(?<=\d)(?:[%％]{2}|(?P<unit>万元|亿元|平方米|公里|[元米吨亩户名])(?P=unit)|(?P<great>[万亿])元元)(?![\u3400-\u9fff]{2}相)",
    fix=lambda match: match["unit"] or (f"{match['great']}元" if match["great"] else "%"),
    bad=[Bad("增长5⟦%%⟧", fix="增长5%"), Bad("投资3⟦亿元元⟧", fix="投资3亿元")],
    good=["增长5%", "运算每秒6亿亿次", "家家户户", "投资3亿元"],
)

RULES: list[Rule] = [
    APPROXIMATE,
    *numbers_ranges.RULES,
    *numbers_dates.RULES,
    ZERO_IN_YEAR,
    MIXED_UNIT,
    FEW,
    TWO_DIGIT_YEAR,
    HAO,
    *numbers_units.RULES,
    CENTURY,
    FRACTION,
    THOUSANDS,
    WEEKDAY_NUMERAL,
    *numbers_counts.RULES,
    *numbers_sums.RULES,
    *numbers_tables.RULES,
    *numbers_lists.RULES,
    *numbers_forms.RULES,
    FIXED_TERM,
    MALFORMED_YEAR,
    MALFORMED_NUMBER,
    DOUBLED_UNIT,
]
