"""Ellipses, doubled marks, dashes, hyphens in ranges, middle dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import DELETE, Bad, PatternRule, Rule

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_STANDARD = "GB/T 15834—2011"
_HAN = r"\u3400-\u9fff〇"


def _in_a_title(document: Document, match: Match[str]) -> bool:
    start, end = match.span("at") if "at" in match.re.groupindex else match.span()
    return document.in_title_marks(start, end)


ELLIPSIS = PatternRule(
    code="WZ207",
    name="wrong-ellipsis",
    severity=Severity.WARNING,
    message="省略号应为六个居中的圆点“……”，不写作“{text}”",
    basis=Basis(_STANDARD, "4.11", Strength.GENERAL),
    explanation=(
        "省略号占两个字的位置，是两个“…”。用“...”“。。。”“、、、”或者单个“…”代替都不规范。"
        "目录的前导点、整行的十二连点（4.11.2）、外文、代码不报；“。。。”也可能是丢了字，所以改法要看一眼。"
    ),
    anchors=("...", "…", "。。。", "、、、", "···", "・・・"),
    pattern=(
        rf"(?:(?<!…)(?:…|………)(?!…)"
        rf"|(?<!\.)\.{{3,6}}(?!\.)(?:(?<=[{_HAN}，、；：！？“”‘’）》]\.+)|(?=[{_HAN}，、；“”’）]))"
        r"|(?<!。)。{3,6}(?!。)|(?<!、)、{3,6}(?!、)|(?<!·)·{3,6}(?!·)|(?<!・)・{3,6}(?!・))(?![ \t]*\d+[ \t]*$)"
    ),
    fix="……",
    applicability=Applicability.UNSAFE,
    bad=[
        Bad("水、电、气⟦...⟧", fix="水、电、气……"),
        Bad("他想了很久⟦。。。⟧", fix="他想了很久……"),
        Bad("桥梁、隧道⟦…⟧", fix="桥梁、隧道……"),
    ],
    good=["水、电、气……", "第一章　总则......5", "略去若干行\n…………", "Loading... please wait", "1.2.3版"],
)

ELLIPSIS_ETC = PatternRule(
    code="WZ208",
    name="ellipsis-with-etc",
    severity=Severity.WARNING,
    message="省略号和“等”意思重复，只留一个",
    basis=Basis(_STANDARD, "附录A", Strength.GENERAL),
    explanation="省略号表示列举未尽，与“等”“等等”不并用。“……等我回来”里的“等”是等待，不报。",
    anchors=("……等", "等……", "等等……"),
    pattern=r"……(?=等(?:等)?(?:[，。；、：]|$|问题|工作|方面|部门|单位|情况))|(?<=[^\s]等)……(?=[，。；：]|$)",
    fix=DELETE,
    bad=[
        Bad("水、电、气⟦……⟧等。", fix="水、电、气等。"),
        Bad("水、电、气等等⟦……⟧", fix="水、电、气等等"),
    ],
    good=["水、电、气等。", "他说：“……等我回来再办。”", "不分高低上下等级……"],
)

_STOPS = "，。、；："


def _one_mark(match: Match[str]) -> str | None:
    """The mark to keep, where that is beyond doubt."""
    marks = set(match[0])
    if len(marks) == 1:
        return match[0][0]
    at_end = match.end() == len(match.string) or match.string[match.end()] == "\n"
    if at_end and match[0][-1] == "。" and marks <= set(_STOPS):
        return "。"
    return None


DOUBLED = PatternRule(
    code="WZ209",
    name="doubled-punctuation",
    severity=Severity.ERROR,
    message="点号“{text}”重复，只留一个",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation=(
        "两个点号不连用，多为修改后的残留，也可能中间丢了字。“？！”“！！！”和省略号可以连用，三个以上的“。”“、”按省略号误用另报。"
    ),
    anchors=tuple(a + b for a in _STOPS for b in _STOPS + "？！") + tuple(a + b for a in "？！" for b in _STOPS),
    pattern=r"(?!。{3}|、{3})(?<![，。、；：])[，。、；：？！](?:[，。、；：]+|(?<=[，。、；：])[？！])",
    fix=_one_mark,
    bad=[
        Bad("加强领导⟦，，⟧落实责任。", fix="加强领导，落实责任。"),
        Bad("请认真执行⟦，。⟧", fix="请认真执行。"),
        Bad("包括桥梁⟦、，⟧隧道"),
        Bad("这样行吗⟦？。⟧"),
    ],
    good=["真的吗？！", "水、电、气……。", "他说：“好。”，大家都笑了", "太好了！！！", "他想了很久。。。"],
)

EXCESSIVE = PatternRule(
    code="WZ210",
    name="excessive-exclamation-marks",
    severity=Severity.WARNING,
    message="问号、叹号叠用不超过三个",
    basis=Basis(_STANDARD, "4.3", Strength.GENERAL),
    explanation="叹号、问号可以叠用表示强烈语气，最多三个（4.2、4.3）。公文一般不叠用。",
    anchors=("！！！！", "？？？？", "！！！？", "？？？！", "？！？！", "！？！？"),
    pattern=r"[？！]{4,}",
    bad=[Bad("务必重视⟦！！！！⟧")],
    good=["务必重视！", "怎么会这样？！", "太好了！！！"],
)

DASH = PatternRule(
    code="WZ225",
    name="hyphens-as-dash",
    severity=Severity.WARNING,
    message="破折号应为占两个字的“——”，不写作“{text}”",
    basis=Basis(_STANDARD, "4.10.2", Strength.GENERAL),
    explanation="破折号是一整条两字线。“--”“－－”夹在汉字之间才报；代码、表格里的占位符不报。表示起止（甲地--乙地）时改用一字线“—”。",
    anchors=("--", "－－", "──"),
    pattern=rf"(?<=[{_HAN}”》）])(?:-{{2,4}}|－{{2,4}}|──)(?=[{_HAN}“《（])",
    fix="——",
    bad=[
        Bad("一个目标⟦--⟧共同富裕", fix="一个目标——共同富裕"),
        Bad("我们的家园⟦－－⟧地球", fix="我们的家园——地球"),
    ],
    good=["一个目标——共同富裕", "参数--help不变", "姓名\n----\n张三", "逐一一一清理"],
)

PERIOD = PatternRule(
    code="WZ226",
    name="hyphen-in-period",
    severity=Severity.INFO,
    message="时间起止之间用一字线“—”或者“至”，不用“{text}”",
    basis=Basis(_STANDARD, "4.13.3.2", Strength.GENERAL),
    explanation=(
        "标准用一字线表示时间的起止：2021—2025年、9:00—11:30。已发布文件名（书名号内）照原样引用，日期2025-01-01、"
        "学年、电话、编号不报。短横线在旧文件里大量沿用，所以只作提示。"
    ),
    anchors=("-", "－", "~"),
    pattern=(
        r"[-－~](?:(?<=(?<![\d./年-])(?:19|20)\d\d年?.)(?=(?:19|20)\d\d年(?!级|版))"
        r"|(?<=(?<![\d./第-])\d{1,2}[月日]?.)(?=\d{1,2}(?:月(?!\d{1,2}[-－~])|日(?!游)))"
        r"|(?<=(?<![\d:：])\d{1,2}[:：]\d\d.)(?=\d{1,2}[:：]\d\d(?!\d)))"
    ),
    fix="—",
    unless=_in_a_title,
    bad=[
        Bad("2021⟦-⟧2025年", fix="2021—2025年"),
        Bad("1⟦-⟧9月，全市", fix="1—9月，全市"),
        Bad("上午9:00⟦-⟧11:30", fix="上午9:00—11:30"),
    ],
    good=[
        "2021—2025年",
        "《发展规划（2021-2025年）》",
        "日期为2025-01-01",
        "电话0571-8512345",
        "GB/T 1.1-2020",
        "2024-2025学年",
    ],
)

_COUNTED = (
    "个|人|名|万|亿|元|天|岁|倍|次|家|户|公里|千米|米|亩|吨|公斤|千克|小时|分钟|周|场|项|件|台|辆|套|所|座|%|％|℃"
)

RANGE = PatternRule(
    code="WZ227",
    name="hyphen-in-range",
    severity=Severity.INFO,
    message="数值范围用浪纹线“～”或者一字线“—”，不用“{text}”",
    basis=Basis(_STANDARD, "4.13.3.3", Strength.GENERAL),
    explanation=(
        "标示数值范围用“～”或者“—”（GB/T 15835—2011 5.1.3 同）。短横线容易看作减号，半角“~”不是中文符号。"
        "型号、文号、章节号“3-1”、电话、比分不报；书名号内的名称照原样引用。"
    ),
    anchors=("-", "－", "~"),
    pattern=(rf"(?<![\dA-Za-z./第〔（—－~-])\d+(?:\.\d+)?[%％]?(?P<at>[-－~])(?=\d+(?:\.\d+)?(?:{_COUNTED}))"),
    fix="～",
    unless=_in_a_title,
    bad=[Bad("每村选派10⟦-⟧20人", fix="每村选派10～20人"), Bad("增长5%⟦~⟧8%", fix="增长5%～8%")],
    good=["每村选派10～20人", "每村选派10—20人", "型号GB-20个", "第3-5项", "以3比1获胜"],
)

MIDDLE_DOT = PatternRule(
    code="WZ233",
    name="wrong-middle-dot",
    severity=Severity.WARNING,
    message="间隔号应为居中的“·”，不用“{text}”",
    basis=Basis(_STANDARD, "4.14", Strength.GENERAL),
    explanation="外国人名、书名与篇名之间用间隔号“·”（U+00B7）。“•”“・”“‧”形近而码位不同，检索时会漏。行首的项目符号不报。",
    anchors=("•", "・", "‧", "∙"),
    pattern=rf"(?<=[{_HAN}])[•・‧∙](?=[{_HAN}])",
    fix="·",
    applicability=Applicability.SAFE,
    bad=[Bad("卡尔⟦•⟧马克思", fix="卡尔·马克思")],
    good=["卡尔·马克思", "•加强领导", "“3·15”活动"],
)

_EVENTS = (
    r"3[.．]15(?=[”’]?(?:晚会|活动|消费者|国际消费者|曝光))|12[.．]4(?=[”’]?(?:国家宪法日|宪法|全国法制|法制宣传日))"
    r"|9[.．]11(?=[”’]?(?:事件|恐怖|袭击))|5[.．]12(?=[”’]?(?:汶川|大地震|特大地震|地震|全国防灾|防灾|国际护士|护士节))"
    r"|11[.．]9(?=[”’]?(?:消防))|6[.．]26(?=[”’]?(?:国际禁毒|禁毒))|7[.．]20(?=[”’]?(?:特大暴雨|暴雨))|4[.．]15(?=[”’]?(?:全民国家安全|国家安全教育))"
)

EVENT_DATE = PatternRule(
    code="WZ235",
    name="event-date-without-middle-dot",
    severity=Severity.WARNING,
    message="用日期代表事件、节日时，月和日之间用间隔号，写作“{fix}”",
    basis=Basis("GB/T 15835—2011", "5.1.6", Strength.GENERAL),
    explanation="“3·15”“12·4”一类含有月日的专名，采用阿拉伯数字时月日之间用间隔号“·”，并加引号。小数点写法只在后面紧接事件名称时才报。",
    anchors=(
        "3.15",
        "3．15",
        "12.4",
        "12．4",
        "9.11",
        "9．11",
        "5.12",
        "5．12",
        "11.9",
        "11．9",
        "6.26",
        "6．26",
        "7.20",
        "7．20",
        "4.15",
        "4．15",
    ),
    pattern=rf"(?<![\d.．])(?:{_EVENTS})",
    fix=lambda match: match[0].replace(".", "·").replace("．", "·"),
    bad=[
        Bad("举办“⟦3.15⟧”消费者权益日活动", fix="举办“3·15”消费者权益日活动"),
        Bad("⟦12.4⟧国家宪法日", fix="12·4国家宪法日"),
    ],
    good=["举办“3·15”消费者权益日活动", "增长3.15个百分点", "面积为12.4平方公里"],
)

AND_OR = PatternRule(
    code="WZ234",
    name="and-or-slash",
    severity=Severity.INFO,
    message="公文不用“和/或”，按意思写“和”“或”，或者写“……和……，或者其中之一”",
    basis=Basis(_STANDARD, "4.17", Strength.PRACTICE),
    explanation="“和/或”是外文合同的译法。分隔号表示“和”“或”的用法在公文里少见，容易生歧义。引用合同、条约原文时照录。",
    anchors=("和/或", "及/或", "和／或"),
    pattern=r"[和及][/／]或",
    bad=[Bad("申请人⟦和/或⟧其代理人应当到场。")],
    good=["申请人或者其代理人应当到场。", "单位为元/吨或者元/件"],
)

RULES: list[Rule] = [
    AND_OR,
    ELLIPSIS,
    ELLIPSIS_ETC,
    DOUBLED,
    EXCESSIVE,
    DASH,
    PERIOD,
    RANGE,
    MIDDLE_DOT,
    EVENT_DATE,
]
