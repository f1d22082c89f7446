"""Dates and times that cannot be, or that do not agree with each other."""

from __future__ import annotations

import calendar
import datetime
from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import Bad, PatternRule, Rule

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_PRACTICE = Basis("通行做法", "", Strength.PRACTICE)
_LEAP = 2024
_TO = "至到—～－-"


def _exists(document: Document, match: Match[str]) -> bool:
    if match["month"] is None:
        return False
    if "农历" in document.text[max(match.start() - 14, 0) : match.start()]:
        return True
    month = int(match["month"])
    if not 1 <= month <= 12:
        return not match["year"]  # without a year it may be a count of months or a broken number
    return int(match["day"]) <= calendar.monthrange(int(match["year"] or _LEAP), month)[1]


IMPOSSIBLE_DATE = PatternRule(
    code="WZ307",
    name="impossible-date",
    severity=Severity.ERROR,
    message="没有“{text}”，请核对日期",
    basis=_PRACTICE,
    explanation="小月没有31日，2月没有30日，平年的2月没有29日，一年没有13月。农历日期不报；引号、书名号里是引用，降为提示。",
    anchors=(
        "月29日",
        "月三十一日",
        "年0月",
        "年00月",
        *(f"月{day}" for day in range(30, 100)),
        *(f"年{month}月" for month in range(13, 100)),
    ),
    pattern=(
        r"月(?P<day>29|[3-9]\d)日(?<=(?P<at>(?<!\d)(?:(?P<year>[12]\d{3})年)?(?P<month>\d{1,2})月\d\d日))"
        r"|年(?:1[3-9]|[2-9]\d|0{1,2})月(?!\d\d日)(?<=(?P<at>(?<!\d)[12]\d{3}年\d{1,2}月))"
        r"|(?P<at>(?:(?<!十)[四六九]|十一)月三十一日)"
    ),
    quoted=Severity.INFO,
    unless=_exists,
    bad=[
        Bad("请于⟦2月30日⟧前报送"),
        Bad("自⟦2025年2月29日⟧起施行"),
        Bad("截至⟦2025年13月⟧"),
        Bad("⟦六月三十一日⟧"),
    ],
    good=["请于2月28日前报送", "2024年2月29日", "农历2月30日", "工期为13月30日内完成", "共计2025年12月31日"],
)

_CLOCK = "(?:月\\d{1,2}日|[上下中]午|晚上|时间[为：:])"

IMPOSSIBLE_TIME = PatternRule(
    code="WZ316",
    name="impossible-time",
    severity=Severity.ERROR,
    message="没有“{text}”这个时刻，请核对时间",
    basis=_PRACTICE,
    explanation=(
        "小时最大24，分钟最大59；“上午”后面不会是13时以后。只在前面是日期、上午、下午、“时间：”时才报，比分、比例不受影响。"
        "“下午17时”是通行说法，不报。"
    ),
    anchors=(
        *(f"上午{hour}" for hour in range(13, 25)),
        *(f"日{hour}时" for hour in range(25, 100)),
        *(f"{hour}{colon}" for hour in range(25, 100) for colon in ":："),
        *(f"{colon}{ten}" for ten in "6789" for colon in ":："),
    ),
    pattern=(
        r"(?P<at>上午(?:1[3-9]|2[0-4]))(?=[:：时点])"
        rf"|[:：](?:(?<={_CLOCK}(?:2[5-9]|[3-9]\d).)[0-5]\d|(?<={_CLOCK}[012]?\d.)[6-9]\d)(?![\d:：])"
        r"(?<=(?<!\d)(?P<at>\d{1,2}[:：]\d\d))"
        r"|(?<=月\d{1,2}日)(?P<at>(?:2[5-9]|[3-9]\d)时)"
    ),
    quoted=Severity.INFO,
    bad=[Bad("定于5月8日⟦上午14⟧:30召开"), Bad("5月8日⟦8:60⟧集合"), Bad("截至5月8日⟦25时⟧")],
    good=["定于5月8日下午14:30召开", "5月8日24时", "比例为1:65", "以21:68落后", "上午10:30"],
)


def _same_weekday(_document: Document, match: Match[str]) -> bool:
    try:
        date = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return True
    return "一二三四五六日"[date.weekday()] == match["at"].replace("天", "日")


def _weekday(match: Match[str]) -> str:
    return "一二三四五六日"[datetime.date(int(match["year"]), int(match["month"]), int(match["day"])).weekday()]


WEEKDAY = PatternRule(
    code="WZ308",
    name="weekday-does-not-match-date",
    severity=Severity.ERROR,
    message="日期和星期不符：按日历，这一天是星期{fix}",
    basis=_PRACTICE,
    explanation="按公历推算。日期和星期哪一个写错了要核对原件，所以改法只供参考。引号、书名号里是引用，降为提示。",
    anchors=("日（星期", "日(星期", "日星期", "日（周", "日(周", "日周", "日，星期"),
    pattern=(
        r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日[ ，]?[（(]?"
        r"(?:星期(?P<at>[一二三四五六日天])|周(?P<at>[一二三四五六日])(?=[）)，上下晚]))"
    ),
    fix=_weekday,
    applicability=Applicability.DISPLAY,
    quoted=Severity.INFO,
    unless=_same_weekday,
    bad=[Bad("定于2025年10月1日（星期⟦四⟧）召开", fix="定于2025年10月1日（星期三）召开")],
    good=["定于2025年10月1日（星期三）召开", "2026年1月1日（周四）", "1976年1月8日周恩来逝世"],
)


def _forward(_document: Document, match: Match[str]) -> bool:
    start = (int(match["y1"]), int(match["m1"] or 1), int(match["d1"] or 1))
    end = (int(match["y2"]), int(match["m2"] or 12), int(match["d2"] or 31))
    return end >= start


REVERSED = PatternRule(
    code="WZ309",
    name="reversed-period",
    severity=Severity.ERROR,
    message="起止时间倒置：“{text}”的终点早于起点",
    basis=_PRACTICE,
    explanation="起止两端都写明年份、终点早于起点时才报。引号、书名号里是引用，降为提示。",
    anchors=tuple(f"{before}{to}" for before in "年月日起时0123456789" for to in _TO),
    pattern=(
        rf"[{_TO}](?<=(?<!\d)(?:19|20)\d\d(?:年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?)?(?:起|[0-9零]{{1,2}}时)?.)"
        r"(?=(?:19|20)\d\d年)"
        rf"(?<=(?P<begin>(?P<y1>(?:19|20)\d\d)(?:年(?:(?P<m1>\d{{1,2}})月(?:(?P<d1>\d{{1,2}})日)?)?)?(?:起|[0-9零]{{1,2}}时)?.))"
        r"(?P<at>(?P<y2>(?:19|20)\d\d)年(?:(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日)?)?)"
    ),
    quoted=Severity.INFO,
    unless=_forward,
    bad=[
        Bad("自2026年5月1日至⟦2026年4月30日⟧"),
        Bad("2025年—⟦2021年⟧"),
        Bad("有效期为2026年3月至⟦2025年12月⟧"),
    ],
    good=["自2026年5月1日至2027年4月30日", "2021—2025年", "自2026年5月至2026年12月31日", "2025年，2021年"],
)

REVERSED_DAYS = PatternRule(
    code="WZ332",
    name="reversed-days-in-month",
    severity=Severity.WARNING,
    message="起止日期“{text}”倒置，或者漏写了后一个月份",
    basis=_PRACTICE,
    explanation="“10月28日至3日”应写明“至11月3日”。跨月的起止时间两端都写月份。",
    anchors=tuple(f"{before}{to}" for before in "日0123456789" for to in _TO),
    pattern=(
        rf"[{_TO}](?=\d{{1,2}}日)(?<=(?<!\d)\d{{1,2}}月\d{{1,2}}日?.)"
        rf"(?<=(?P<begin>(?P<month>\d{{1,2}})月(?P<d1>\d{{1,2}})日?.))(?P<d2>\d{{1,2}})日"
    ),
    unless=lambda _document, match: int(match["d1"]) <= int(match["d2"]),
    bad=[Bad("会期为10月28日⟦至3日⟧")],
    good=["会期为10月28日至11月3日", "会期为10月28日至30日", "5月1—5日"],
)

MIXED_HOURS = PatternRule(
    code="WZ315",
    name="twelve-and-twenty-four-hour-mixed",
    severity=Severity.INFO,
    message="“{text}”已是24小时制，不必再写“下午”“晚上”",
    basis=_PRACTICE,
    explanation="写“14:30”或者“下午2:30”。“下午17时”“当晚22时”是通行说法，不报；只报带分钟的写法。",
    anchors=tuple(f"{word}{ten}" for word in ("下午", "晚上", "晚间", "傍晚") for ten in "12"),
    pattern=r"(?:下午|晚上|晚间|傍晚)(?P<clock>(?:1[3-9]|2[0-3])[:：][0-5]\d)(?!\d)",
    fix=lambda match: match["clock"],
    bad=[Bad("5月8日⟦下午14:30⟧召开", fix="5月8日14:30召开")],
    good=["5月8日14:30召开", "下午2:30召开", "下午17时"],
)

RULES: list[Rule] = [
    IMPOSSIBLE_DATE,
    WEEKDAY,
    REVERSED,
    REVERSED_DAYS,
    MIXED_HOURS,
    IMPOSSIBLE_TIME,
]
