"""Figures that must agree with what is listed beside them: 分别, 等几个, 为期几天."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, PatternRule, Rule
from baguan_rules.wording.numbers_values import number

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_PRACTICE = Basis("通行做法", "", Strength.PRACTICE)
_COUNT = r"(?:[2-9]|1\d|[二两三四五六七八九]|十[一二三四五]?)"


_CLAUSE = lazy_pattern(r"[^\n，。；：:“”《》（）\d]{6,160}$")
_BETWEEN = lazy_pattern("[、和与]")


def _list_fits(_document: Document, match: Match[str]) -> bool:
    clause = _CLAUSE.search(match.string, max(match.start() - 160, 0), match.start())
    if clause is None or "、" not in clause[0]:
        return True
    names = _BETWEEN.split(clause[0])
    if len(names) < 3 or not all(name.endswith(match["tail"]) and len(name) > 1 for name in names):
        return True
    return len(names) <= (number(match["count"]) or 0)


LISTED = PatternRule(
    code="WZ343",
    name="more-listed-than-counted",
    severity=Severity.WARNING,
    message="列出的多于后面说的个数，“{text}”请核对",
    basis=_PRACTICE,
    explanation="“甲县、乙县、丙县、丁县等3个县”列了四个。“等”前可以少列，不能多列；只看名称结尾都相同的并列。",
    anchors=("等",),
    pattern=rf"等(?P<at>(?P<count>{_COUNT})(?:个|家|所|座)(?P<tail>[省市县区州旗镇乡村局委办院校厂所站园部]))(?![\u4e00-\u9fff]{{0,2}}级)",
    unless=_list_fits,
    bad=[Bad("涉及青石县、白河县、南岭县和云溪县等⟦3个县⟧。")],
    good=[
        "涉及青石县、白河县、南岭县等3个县。",
        "涉及青石县、白河县、南岭县等12个县。",
        "市发展改革委、市财政局、市水利局、市农业农村局等3个局委。",
        "省、市、县、乡等3个县",
    ],
)

_VALUE = r"\d[\d,]*(?:\.\d+)?"


def _values_fit(_document: Document, match: Match[str]) -> bool:
    return len(match.captures("subject")) == len(match.captures("value"))


RESPECTIVELY = PatternRule(
    code="WZ344",
    name="respectively-count-differs",
    severity=Severity.WARNING,
    message="“分别”前后的个数不一致：“{text}”",
    basis=_PRACTICE,
    explanation="“甲、乙、丙分别为3个、5个”前面三项、后面两个数。只看顿号隔开的短项，各数单位相同才比。",
    anchors=("分别",),
    pattern=(
        r"(?:分别[为是有达]?(?:到|成)?)(?<=(?:^|[，。；：])(?P<subject>[^\n，。；：:、“”《》（）\d和与及的]{1,6})"
        r"(?:、(?P<subject>[^\n，。；：:、“”《》（）\d和与及的各均都]{1,6})){1,6}"
        r"(?:[和与](?P<subject>[^\n，。；：:、“”《》（）\d和与及的各均都]{1,6}))?分别[为是有达]?(?:到|成)?)"
        rf"(?P<at>(?P<value>{_VALUE})(?P<unit>[万亿]?[元人户个家项件吨亩%％])(?:[、和](?P<value>{_VALUE})(?P=unit)){{1,8}})(?=[，。；])"
    ),
    unless=_values_fit,
    bad=[Bad("甲镇、乙镇、丙镇分别有⟦12户、15户⟧。")],
    good=[
        "甲镇、乙镇、丙镇分别有12户、15户、18户。",
        "甲镇、乙镇和丙镇分别为3个、4个和5个。",
        "收入、支出的增幅分别为3%、4%、5%。",
    ],
)


def _days_fit(_document: Document, match: Match[str]) -> bool:
    try:
        year = int(match["year"] or 2025)
        start = datetime.date(year, int(match["m1"]), int(match["d1"]))
        end = datetime.date(int(match["year2"] or year), int(match["m2"] or match["m1"]), int(match["d2"]))
    except ValueError:
        return True  # not a date; another rule's business
    if end < start:
        return True
    days = (end - start).days
    leap = 0 if match["year"] else 1  # without the year nobody knows whether February has 29 days
    said = number(match["days"]) or 0
    return days <= said <= days + 1 + (leap if int(match["m1"]) <= 2 < end.month else 0)


DURATION = PatternRule(
    code="WZ345",
    name="days-differ-from-period",
    severity=Severity.WARNING,
    message="起止日期与天数不符，“{text}”请核对",
    basis=_PRACTICE,
    explanation="“自5月6日至5月15日，为期7天”应为10天。首尾两天都算或者只算一头都可以；“工作日”“共计……天（不含节假日）”不比。",
    anchors=("为期", "历时"),
    pattern=(
        r"(?:，|（|,)(?P<at>(?:为期|历时)(?P<days>\d{1,3}|[二两三四五六七八九十]{1,3})天)(?<="
        r"(?:(?P<year>\d{4})年)?(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日(?:起)?[至到—－-](?:(?P<year2>\d{4})年)?(?:(?P<m2>\d{1,2})月)?"
        r"(?P<d2>\d{1,2})日[^\n，。；\d]{0,12}(?:，|（|,)(?:为期|历时)(?:\d{1,3}|[二两三四五六七八九十]{1,3})天)"
    ),
    unless=_days_fit,
    bad=[
        Bad("培训自5月6日至15日，⟦为期7天⟧。"),
        Bad("整治自2026年2月25日至3月5日（⟦为期十天⟧）。"),
    ],
    good=[
        "培训自5月6日至15日，为期10天。",
        "培训自5月6日至15日，为期9天。",
        "整治自2月25日至3月5日，为期10天。",
        "公示期自5月6日至15日，为期7个工作日。",
    ],
)


def _in_order(_document: Document, match: Match[str]) -> bool:
    start, end = ((int(match[f"m{n}"]), int(match[f"d{n}"])) for n in (1, 2))
    return end >= start


REVERSED = PatternRule(
    code="WZ349",
    name="reversed-period-in-year",
    severity=Severity.WARNING,
    message="起止日期“{text}”倒置，或者漏写了后一个年份",
    basis=_PRACTICE,
    explanation="“2026年9月20日至9月10日”终点早于起点；跨年的写明后一个年份：“2025年11月15日至2026年3月15日”。引号里的引文不报。",
    anchors=("日至", "日到", "日—", "日-", "日～"),
    pattern=(
        r"(?<=(?<!\d)(?:19|20)\d\d年)(?P<at>(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日[至到—～-](?P<m2>\d{1,2})月(?P<d2>\d{1,2})日)"
    ),
    unless=lambda document, match: _in_order(document, match) or document.in_quotes(*match.span("at")),
    bad=[Bad("请于2026年⟦9月20日至9月10日⟧填报信息。"), Bad("供暖期为2025年⟦11月15日至3月15日⟧。")],
    good=[
        "请于2026年9月10日至9月20日填报信息。",
        "供暖期为2025年11月15日至2026年3月15日。",
        "每年11月15日至3月15日供暖。",
    ],
)

RULES: list[Rule] = [LISTED, RESPECTIVELY, DURATION, REVERSED]
