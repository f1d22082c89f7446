"""Working time: which days are worked, at which hours, and when a time limit ends.

Which days are worked comes from the package ``chinesecalendar`` (the public holidays and make-up working days the
State Council publishes each autumn), or from a calendar file for a year the package does not know.  A year that
neither knows is an error, never a guess: a deadline that runs over an unknown holiday would be wrong.

A limit of whole working days does not count the day of receipt and ends when business closes on its last day
(《民法典》第二百零一条、第二百零三条); half a day, and hours, run from the moment of receipt through working time only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from baguan.errors import ConfigError
from baguan.errors import UnknownYearError as UnknownYearError
from baguan.lazy import lazy_pattern

_DAY = dt.timedelta(days=1)
_FURTHEST = 400  # days after which a search for a working day gives up: no year holds so many holidays


# Which days are worked


class Year(NamedTuple):
    """How a year departs from working Monday to Friday."""

    holidays: frozenset[dt.date]
    workdays: frozenset[dt.date]


class Calendar:
    """Says of a day whether it is worked."""

    def __init__(self, years: Mapping[int, Year] | None = None, *, published: bool = True) -> None:
        """``years``: given ones, which win; ``published``: take the others from ``chinesecalendar``."""
        self._years = dict(years or {})
        self._published = published

    def is_workday(self, day: dt.date) -> bool:
        """Whether ``day`` is worked.

        Raises:
            UnknownYearError: nothing is known of its year.
        """
        year = self._years.get(day.year) or self._load(day.year)
        return day in year.workdays or (day.weekday() < 5 and day not in year.holidays)

    def knows(self, year: int) -> bool:
        """Whether the holidays of a year are known."""
        try:
            return bool(self._years.get(year) or self._load(year))
        except UnknownYearError:
            return False

    def _load(self, year: int) -> Year:
        known = _published().get(year) if self._published else None
        if known is None:
            raise UnknownYearError(year)
        self._years[year] = known
        return known

    def next_workday(self, day: dt.date, count: int = 1) -> dt.date:
        """The ``count``-th working day after ``day``; the first from ``day`` on when ``count`` is 0.

        Raises:
            UnknownYearError: the way there leads through an unknown year.
        """
        if count == 0:
            if self.is_workday(day):
                return day
            count = 1
        for _ in range(_FURTHEST + 7 * count):
            day = day + _DAY
            if self.is_workday(day):
                count -= 1
                if not count:
                    return day
        raise ConfigError("日历文件里找不到工作日，请检查")


@cache
def _published() -> Mapping[int, Year]:
    """The years ``chinesecalendar`` knows; none when it is not installed."""
    try:
        from chinese_calendar.constants import holidays, workdays
    except ImportError:
        return {}
    return years_of(holidays, workdays)


def years_of(holidays: Iterable[dt.date], workdays: Iterable[dt.date]) -> dict[int, Year]:
    """Sort days by year; every year with a day off is known."""
    free: dict[int, set[dt.date]] = {}
    worked: dict[int, set[dt.date]] = {}
    for day in holidays:
        free.setdefault(day.year, set()).add(day)
    for day in workdays:
        worked.setdefault(day.year, set()).add(day)
    return {
        year: Year(frozenset(days), frozenset(worked.get(year, ()))) for year, days in free.items() if len(days) > 1
    }


_ISO = lazy_pattern(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_KINDS = {"休": False, "假": False, "放假": False, "holiday": False, "班": True, "上班": True, "补班": True,
          "workday": True}  # fmt: skip


def read_calendar(path: Path) -> Calendar:
    """Read a calendar file; the years it does not name are those of ``chinesecalendar``.

    A ``.toml`` has a table a year: ``[2027]``, ``holidays = ["2027-01-01", "2027-02-05..2027-02-11"]`` and
    ``workdays = […]`` (worked although Saturday or Sunday).  A ``.csv`` has a day a line: ``2027-01-01,休`` or
    ``2027-02-14,班``; the years of its lines are known.

    Raises:
        ConfigError: it cannot be read; the message names the file and the place.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"日历文件 {path} 无法读取（应为 UTF-8）：{error}") from error
    days = _toml_days(path, text) if path.suffix.lower() == ".toml" else _csv_days(path, text)
    years: dict[int, tuple[set[dt.date], set[dt.date]]] = {}
    for year, day, worked in days:
        sets = years.setdefault(year, (set(), set()))
        if day is not None:
            sets[1 if worked else 0].add(day)
    if not years:
        raise ConfigError(f"日历文件 {path} 里没有任何日期")
    return Calendar({year: Year(frozenset(free), frozenset(worked)) for year, (free, worked) in years.items()})


Dated = tuple[int, dt.date | None, bool]


def _csv_days(path: Path, text: str) -> list[Dated]:
    found: list[Dated] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in re.split(r"[,\t，]", line)]
        if not line.strip() or line.startswith("#") or (number == 1 and not _ISO.match(cells[0])):
            continue
        place = f"日历文件 {path} 第{number}行"
        if len(cells) < 2 or cells[1].lower() not in _KINDS:
            raise ConfigError(f"{place}：应为“日期,休”或“日期,班”，实为“{line.strip()}”")
        found += [(day.year, day, _KINDS[cells[1].lower()]) for day in _days(cells[0], place)]
    return found


def _toml_days(path: Path, text: str) -> list[Dated]:
    from baguan.toml import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"日历文件 {path} 不合 TOML 语法：{error}") from error
    found: list[Dated] = []
    for year, lists in table.items():
        place = f"日历文件 {path} 的 [{year}]"
        if not re.fullmatch(r"\d{4}", year) or not isinstance(lists, dict):
            raise ConfigError(f"{place}：应为年份的表，如 [2027]")
        found.append((int(year), None, False))
        for key, values in lists.items():
            if key not in ("holidays", "workdays") or not isinstance(values, list):
                raise ConfigError(f"{place}：只能有 holidays 和 workdays 两个数组，实有“{key}”")
            for value in values:
                for day in _days(str(value), f"{place} {key}"):
                    if day.year != int(year):
                        raise ConfigError(f"{place} {key}：{day} 不在{year}年")
                    found.append((day.year, day, key == "workdays"))
    return found


def _days(text: str, place: str) -> list[dt.date]:
    """A day, or the days of ``first..last``."""
    ends = [_day(piece.strip(), place) for piece in text.split("..")]
    if len(ends) == 1:
        return ends
    if len(ends) != 2 or not 0 <= (ends[1] - ends[0]).days < _FURTHEST:
        raise ConfigError(f"{place}：日期范围“{text}”有误，应如 2027-02-05..2027-02-11")
    return [ends[0] + dt.timedelta(days=number) for number in range((ends[1] - ends[0]).days + 1)]


def _day(text: str, place: str) -> dt.date:
    match = _ISO.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise ConfigError(f"{place}：“{text}”不是日期，应如 2027-01-01") from None


# At which hours


class Session(NamedTuple):
    """A stretch of working time within a day, in minutes from midnight, the end exclusive."""

    start: int
    end: int


DEFAULT_HOURS = ("08:30-12:00", "14:00-17:30")


def parse_hours(texts: Sequence[str]) -> tuple[Session, ...]:
    """Read working hours such as ``["08:30-12:00", "14:00-17:30"]``.

    Raises:
        ConfigError: they are none, or overlap.
    """
    sessions = []
    for text in texts:
        match = re.fullmatch(r"\s*(\d{1,2})[:：](\d{2})\s*[-—–~～至]+\s*(\d{1,2})[:：](\d{2})\s*", text)
        if match is None:
            raise ConfigError(f"工作时间“{text}”有误，应如 08:30-12:00")
        first, last = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if int(match[2]) > 59 or int(match[4]) > 59 or not first < last <= 24 * 60:
            raise ConfigError(f"工作时间“{text}”有误：终点应晚于起点，且不超过 24:00")
        sessions.append(Session(first, last))
    if not sessions or any(one.end > other.start for one, other in pairwise(sessions)):
        raise ConfigError("工作时间至少要有一段，各段按先后写，不得重叠")
    return tuple(sessions)


# How long


class Unit(NamedTuple):
    """A unit of a limit: its key and how it is shown."""

    key: str
    label: str


SAME_DAY, WORKDAY, HOUR, DAY = (
    Unit("same-day", "当日"),
    Unit("workday", "个工作日"),
    Unit("hour", "个工作小时"),
    Unit("day", "日"),
)


class Limit(NamedTuple):
    """How long a paper may take."""

    amount: float
    unit: Unit

    def __str__(self) -> str:
        if self.unit is SAME_DAY:
            return "当个工作日"
        if self.unit is WORKDAY and self.amount == 0.5:
            return "半个工作日"
        return f"{self.amount:g}{self.unit.label}"


_NUMBERS = {"半": 0.5, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
            "十": 10, "十五": 15, "二十": 20, "三十": 30}  # fmt: skip
_LIMIT = lazy_pattern(
    r"(?P<n>\d+(?:\.\d+)?|半|[一二两三四五六七八九十]+)\s*个?\s*(?P<half>半)?"
    r"(?P<unit>工作日|工作小时|小时|天|日|自然日|h)(?:内|以内|之内)?(?:办结|办理|办毕|完成|反馈|报送|回复)?"
)


def parse_limit(text: str) -> Limit | None:
    """Read a limit such as ``当日``, ``半个工作日``, ``2个工作日``, ``4小时``, ``3天``; ``None`` when it is none.

    ``小时`` are working hours; ``天`` and ``日`` are days of the calendar.
    """
    bare = text.strip().removesuffix("。")
    if re.fullmatch(r"(?:即办|立即|即时|即刻|随到随办|马上|当[日天]|当个?工作日)(?:内|办结|办理|办毕|完成)*", bare):
        return Limit(0, SAME_DAY)
    if bare in ("半天", "半日"):
        return Limit(0.5, WORKDAY)
    match = _LIMIT.fullmatch(bare)
    if match is None:
        return None
    amount = _NUMBERS.get(match["n"])
    if amount is None:
        try:
            amount = float(match["n"])
        except ValueError:
            return None
    if match["half"]:
        amount += 0.5
    unit = {"工作日": WORKDAY, "工作小时": HOUR, "小时": HOUR, "h": HOUR}.get(match["unit"], DAY)
    if unit is DAY and amount % 1:
        return None
    return Limit(amount, unit) if 0 < amount <= _FURTHEST else None


class WorkTime:
    """A calendar and working hours together: adds and measures working time."""

    def __init__(self, calendar: Calendar | None = None, sessions: Sequence[Session] | None = None) -> None:
        self.calendar = calendar or Calendar()
        self.sessions = tuple(sessions or parse_hours(DEFAULT_HOURS))
        self.day_minutes = sum(session.end - session.start for session in self.sessions)

    @property
    def opening(self) -> int:
        """When business opens, in minutes from midnight."""
        return self.sessions[0].start

    @property
    def closing(self) -> int:
        """When business closes, in minutes from midnight."""
        return self.sessions[-1].end

    def close_of(self, day: dt.date) -> dt.datetime:
        """The close of business of a day, worked or not."""
        return _at(day, self.closing)

    def add(self, start: dt.datetime, minutes: float) -> dt.datetime:
        """The moment ``minutes`` of working time after ``start``.

        A span that ends with a session ends at the close of that session, not at the opening of the next.

        Raises:
            UnknownYearError: the calendar does not reach so far.
        """
        day = start.date()
        clock = start.hour * 60 + start.minute + start.second / 60
        left = minutes
        for _ in range(_FURTHEST + int(minutes)):
            if self.calendar.is_workday(day):
                for session in self.sessions:
                    begin = max(clock, session.start)
                    if begin >= session.end:
                        continue
                    if begin + left <= session.end:
                        return _at(day, begin + left)
                    left -= session.end - begin
            day, clock = day + _DAY, 0
        raise ConfigError("日历文件里找不到工作日，请检查")

    def between(self, start: dt.datetime, end: dt.datetime) -> float:
        """The minutes of working time from ``start`` to ``end``; negative when ``end`` is the earlier.

        Raises:
            UnknownYearError: the calendar does not know a day between.
        """
        if end < start:
            return -self.between(end, start)
        total = 0.0
        day = start.date()
        while day <= end.date():
            if self.calendar.is_workday(day):
                low = _clock(start) if day == start.date() else 0.0
                high = _clock(end) if day == end.date() else 24 * 60.0
                total += sum(max(0.0, min(high, s.end) - max(low, s.start)) for s in self.sessions)
            day += _DAY
        return total

    def due(self, received: dt.datetime, limit: Limit) -> dt.datetime:
        """When a paper received at ``received`` must be done.

        * ``当日``: at the close of that working day; received on a day of rest or after the close, of the next one.
        * whole working days: at the close of that many working days after the day of receipt.
        * half days and hours: after so much working time.
        * days of the calendar: at the close of that day, or of the first working day after it.

        Raises:
            UnknownYearError: the calendar does not reach so far.
        """
        day = received.date()
        if limit.unit is SAME_DAY:
            late = received >= self.close_of(day)
            return self.close_of(self.calendar.next_workday(day, 1 if late else 0))
        if limit.unit is DAY:
            return self.close_of(self.calendar.next_workday(day + dt.timedelta(days=int(limit.amount)), 0))
        if limit.unit is HOUR:
            return self.add(received, limit.amount * 60)
        if limit.amount % 1:
            return self.add(received, limit.amount * self.day_minutes)
        return self.close_of(self.calendar.next_workday(day, int(limit.amount)))


def _at(day: dt.date, minutes: float) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)


def _clock(moment: dt.datetime) -> float:
    return moment.hour * 60 + moment.minute + moment.second / 60
