"""The stretch of days a report is about: a week, a quarter, or any days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from baguan.errors import BaguanError

WEEK, QUARTER, DAYS = "week", "quarter", "days"
_EARLIEST = date(1900, 1, 1)


class PeriodError(BaguanError):
    """A week, a quarter or a date is not written as it should be."""


class Period(NamedTuple):
    """The days ``first`` to ``last``, both included."""

    kind: str
    first: date
    last: date

    @property
    def label(self) -> str:
        """What the period is called in a title: 2026年第47周, 2026年第四季度."""
        if self.kind == WEEK:
            year, number, _ = self.first.isocalendar()
            return f"{year}年第{number}周"
        if self.kind == QUARTER:
            return f"{self.first.year}年第{'一二三四'[(self.first.month - 1) // 3]}季度"
        return self.days

    @property
    def short(self) -> str:
        """The label on a picture: 47周, 2026四季度, 11.1."""
        if self.kind == WEEK:
            return f"{self.first.isocalendar()[1]}周"
        if self.kind == QUARTER:
            return f"{self.first.year}{'一二三四'[(self.first.month - 1) // 3]}季度"
        return f"{self.first.month}.{self.first.day}"

    @property
    def days(self) -> str:
        """The days in words: 2026年11月16日至22日."""
        first, last = self.first, self.last
        if first == last:
            return chinese_date(first)
        if first.year != last.year:
            return f"{chinese_date(first)}至{chinese_date(last)}"
        if first.month != last.month:
            return f"{chinese_date(first)}至{last.month}月{last.day}日"
        return f"{chinese_date(first)}至{last.day}日"

    @property
    def name(self) -> str:
        """What the report on it is called."""
        return {WEEK: "错情周报", QUARTER: "审读情况"}.get(self.kind, "错情统计")

    def before(self, count: int) -> Period:
        """The period of the same kind ``count`` earlier."""
        if self.kind == QUARTER:
            months = self.first.year * 12 + self.first.month - 1 - 3 * count
            return _quarter(months // 12, months % 12 // 3 + 1)
        length = (self.last - self.first).days + 1
        back = timedelta(days=length * count)
        return Period(self.kind, self.first - back, self.last - back)


def chinese_date(day: date) -> str:
    """2026年11月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


def week_of(text: str) -> Period:
    """The ISO week ``2026-W47`` (Monday to Sunday).

    Raises:
        PeriodError: it is written otherwise, or the year has no such week.
    """
    match = re.fullmatch(r"(\d{4})-?[Ww](\d{1,2})", text.strip())
    if match is None:
        raise PeriodError(f"周应写作 2026-W47，不是“{text}”")
    try:
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise PeriodError(f"{match[1]}年没有第{int(match[2])}周") from None
    return _checked(Period(WEEK, first, first + timedelta(days=6)))


def week_containing(day: date) -> Period:
    """The week of a day."""
    first = day - timedelta(days=day.weekday())
    return Period(WEEK, first, first + timedelta(days=6))


def quarter_of(text: str) -> Period:
    """The quarter ``2026Q4``.

    Raises:
        PeriodError: it is written otherwise.
    """
    match = re.fullmatch(r"(\d{4})-?[Qq]([1-4])", text.strip())
    if match is None:
        raise PeriodError(f"季度应写作 2026Q4，不是“{text}”")
    if int(match[1]) < 1:
        raise PeriodError(f"没有“{text}”这个季度")
    return _checked(_quarter(int(match[1]), int(match[2])))


def days_between(first: str, last: str) -> Period:
    """The days from ``first`` to ``last``.

    Raises:
        PeriodError: one is no date, or they stand in the wrong order.
    """
    begin, end = parse_date(first), parse_date(last)
    if begin > end:
        raise PeriodError(f"起始日期 {first} 晚于截止日期 {last}")
    return _checked(Period(DAYS, begin, end))


def parse_date(text: str) -> date:
    """A date written as ``2026-11-21``.

    Raises:
        PeriodError: it is written otherwise, or does not exist.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise PeriodError(f"日期应写作 2026-11-21，不是“{text}”") from None


def _quarter(year: int, number: int) -> Period:
    first = date(year, 3 * number - 2, 1)
    following = date(year + number // 4, 3 * (number % 4) + 1, 1)
    return Period(QUARTER, first, following - timedelta(days=1))


def _checked(period: Period) -> Period:
    if period.first < _EARLIEST:
        raise PeriodError(f"日期太早：{chinese_date(period.first)}")
    return period
