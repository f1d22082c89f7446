"""Working time: weekends, National Day 2026 with its make-up days, half-day edges, year ends, calendar files."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baguan.errors import ConfigError
from baguan.worktime import (
    Calendar,
    Limit,
    UnknownYearError,
    WorkTime,
    parse_hours,
    parse_limit,
    read_calendar,
)

WORK = WorkTime()
SAME_DAY, HALF, TWO, THREE = "当日", "半个工作日", "2个工作日", "3个工作日"


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def due(received: str, limit: str, work: WorkTime = WORK) -> str:
    parsed = parse_limit(limit)
    assert parsed is not None
    return work.due(moment(received), parsed).isoformat(" ", "minutes")


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-09-18", True),  # Friday
        ("2026-09-19", False),  # Saturday
        ("2026-09-20", True),  # Sunday, made up for National Day
        ("2026-09-25", False),  # 中秋
        ("2026-09-30", True),
        ("2026-10-01", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),  # Saturday, made up
        ("2026-10-11", False),
        ("2026-01-01", False),
        ("2026-01-04", True),  # Sunday, made up for New Year
        ("2025-12-31", True),
    ],
)
def test_days(day, worked):
    assert Calendar().is_workday(dt.date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        # within a week
        ("2026-11-16 09:00", SAME_DAY, "2026-11-16 17:30"),
        ("2026-11-16 08:30", HALF, "2026-11-16 12:00"),
        ("2026-11-16 09:00", HALF, "2026-11-16 14:30"),
        ("2026-11-16 09:00", TWO, "2026-11-18 17:30"),
        ("2026-11-16 09:00", THREE, "2026-11-19 17:30"),
        # over a weekend
        ("2026-11-13 16:00", SAME_DAY, "2026-11-13 17:30"),
        ("2026-11-13 16:00", HALF, "2026-11-16 10:30"),
        ("2026-11-13 16:00", TWO, "2026-11-17 17:30"),
        ("2026-11-14 10:00", SAME_DAY, "2026-11-16 17:30"),
        ("2026-11-14 10:00", HALF, "2026-11-16 12:00"),
        ("2026-11-15 23:59", TWO, "2026-11-17 17:30"),
        # into, within and out of National Day 2026: 1–7 October off, 20 September and 10 October worked
        ("2026-09-30 16:40", SAME_DAY, "2026-09-30 17:30"),
        ("2026-09-30 16:40", HALF, "2026-10-08 11:10"),
        ("2026-09-30 16:40", TWO, "2026-10-09 17:30"),
        ("2026-09-30 16:40", THREE, "2026-10-10 17:30"),
        ("2026-10-03 10:00", SAME_DAY, "2026-10-08 17:30"),
        ("2026-10-03 10:00", HALF, "2026-10-08 12:00"),
        ("2026-10-03 10:00", TWO, "2026-10-09 17:30"),
        ("2026-10-09 09:00", TWO, "2026-10-12 17:30"),
        ("2026-10-09 16:30", HALF, "2026-10-10 11:00"),
        ("2026-10-10 15:00", SAME_DAY, "2026-10-10 17:30"),
        ("2026-10-10 15:00", HALF, "2026-10-12 09:30"),
        ("2026-09-18 17:00", HALF, "2026-09-20 11:30"),
        ("2026-09-18 09:00", TWO, "2026-09-21 17:30"),
        ("2026-09-24 09:00", TWO, "2026-09-29 17:30"),  # over 中秋, 25–27 September
        # the edges of the two half days
        ("2026-09-30 11:59", HALF, "2026-09-30 17:29"),
        ("2026-09-30 12:00", HALF, "2026-09-30 17:30"),
        ("2026-09-30 13:00", HALF, "2026-09-30 17:30"),
        ("2026-09-30 14:00", HALF, "2026-09-30 17:30"),
        ("2026-09-30 14:01", HALF, "2026-10-08 08:31"),
        ("2026-09-30 17:29", HALF, "2026-10-08 11:59"),
        ("2026-09-30 17:30", HALF, "2026-10-08 12:00"),
        ("2026-09-30 08:00", HALF, "2026-09-30 12:00"),
        ("2026-09-30 11:59", SAME_DAY, "2026-09-30 17:30"),
        ("2026-09-30 17:29", SAME_DAY, "2026-09-30 17:30"),
        ("2026-09-30 17:30", SAME_DAY, "2026-10-08 17:30"),
        ("2026-09-30 23:59", SAME_DAY, "2026-10-08 17:30"),
        ("2026-09-30 17:30", TWO, "2026-10-09 17:30"),
        # the turn of the year: 1–3 January 2026 off, Sunday 4 January worked
        ("2025-12-31 15:00", SAME_DAY, "2025-12-31 17:30"),
        ("2025-12-31 15:00", HALF, "2026-01-04 09:30"),
        ("2025-12-31 15:00", TWO, "2026-01-05 17:30"),
        ("2025-12-31 17:30", SAME_DAY, "2026-01-04 17:30"),
        ("2024-12-31 16:00", HALF, "2025-01-02 10:30"),
        ("2024-12-31 16:00", TWO, "2025-01-03 17:30"),
        # other limits
        ("2026-09-30 16:30", "4小时", "2026-10-08 11:30"),
        ("2026-09-30 16:30", "1.5个工作日", "2026-10-09 11:00"),
        ("2026-09-30 16:30", "3天", "2026-10-08 17:30"),  # ends on a holiday: the first working day after it
        ("2026-11-16 16:30", "3天", "2026-11-19 17:30"),
    ],
)
def test_due(received, limit, expected):
    assert due(received, limit) == expected


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-09-30 11:59", "2026-09-30 12:00", 1),
        ("2026-09-30 12:00", "2026-09-30 14:00", 0),
        ("2026-09-30 17:30", "2026-10-08 08:30", 0),
        ("2026-09-30 17:29", "2026-10-08 08:31", 2),
        ("2026-09-30 08:30", "2026-09-30 17:30", 420),
        ("2026-10-08 00:00", "2026-10-12 00:00", 3 * 420),  # the make-up Saturday counts, the Sunday does not
        ("2025-12-31 17:00", "2026-01-04 09:00", 60),
        ("2026-10-08 09:00", "2026-10-08 08:45", -15),
    ],
)
def test_between(start, end, minutes):
    assert WORK.between(moment(start), moment(end)) == minutes


STARTS = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2026, 11, 30)).map(
    lambda d: d.replace(second=0, microsecond=0)
)


@given(STARTS, st.integers(0, 5 * 420))
def test_adding_and_measuring_agree(start, minutes):
    assert WORK.between(start, WORK.add(start, minutes)) == minutes


@given(STARTS, st.integers(0, 2000), st.integers(1, 2000))
def test_more_time_ends_later(start, minutes, more):
    assert WORK.add(start, minutes) < WORK.add(start, minutes + more)


@given(STARTS, STARTS, st.sampled_from([SAME_DAY, HALF, TWO, THREE]))
def test_what_comes_later_is_never_due_earlier(one, other, limit):
    parsed = parse_limit(limit)
    early, late = sorted((one, other))
    assert WORK.due(early, parsed) <= WORK.due(late, parsed)
    assert WORK.due(early, parsed) >= early


@given(STARTS, st.integers(1, 5))
def test_whole_days_count_working_days_after_the_receipt(start, count):
    end = WORK.due(start, parse_limit(f"{count}个工作日"))
    days = [start.date() + dt.timedelta(days=n) for n in range(1, (end.date() - start.date()).days + 1)]
    assert sum(map(WORK.calendar.is_workday, days)) == count
    assert WORK.calendar.is_workday(end.date())
    assert end.time() == dt.time(17, 30)


def test_other_hours():
    summer = WorkTime(sessions=parse_hours(["08:00-12:00", "15:00-18:00"]))
    assert due("2026-11-16 11:59", HALF, summer) == "2026-11-17 08:29"
    assert due("2026-11-16 17:59", SAME_DAY, summer) == "2026-11-16 18:00"
    assert due("2026-11-16 18:00", SAME_DAY, summer) == "2026-11-17 18:00"


@pytest.mark.parametrize("hours", [[], ["8-12"], ["12:00-08:00"], ["08:00-12:00", "11:00-17:00"], ["08:60-12:00"]])
def test_wrong_hours_are_refused(hours):
    with pytest.raises(ConfigError, match="工作时间"):
        parse_hours(hours)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("当日", "当个工作日"),
        ("即办", "当个工作日"),
        ("立即办理", "当个工作日"),
        ("半个工作日", "半个工作日"),
        ("半天", "半个工作日"),
        ("两个工作日", "2个工作日"),
        ("2个工作日内办结", "2个工作日"),
        ("三个工作日内", "3个工作日"),
        ("4小时", "4个工作小时"),
        ("1.5个工作日", "1.5个工作日"),
        ("一个半工作日", "1.5个工作日"),
        ("5天", "5日"),
        ("十五日内", "15日"),
    ],
)
def test_limits_are_read(text, shown):
    assert str(parse_limit(text)) == shown


@pytest.mark.parametrize(
    "text", ["", "尽快", "0个工作日", "999个工作日", "2026-10-08", "10月8日前", "1.5天", "个工作日"]
)
def test_what_is_no_limit(text):
    assert parse_limit(text) is None


def test_a_year_nobody_knows_is_an_error_and_never_a_guess():
    with pytest.raises(UnknownYearError, match="2099年") as caught:
        due("2099-03-03 09:00", TWO)
    assert caught.value.year == 2099
    assert not Calendar().knows(2099)
    assert Calendar().knows(2026)
    assert due("2026-12-28 09:00", TWO) == "2026-12-30 17:30"


def test_without_the_package_every_year_is_unknown():
    with pytest.raises(UnknownYearError):
        WorkTime(Calendar(published=False)).due(moment("2026-09-30 09:00"), parse_limit(SAME_DAY))


TOML = """[2099]
holidays = ["2099-01-01..2099-01-03", "2099-10-01"]
workdays = ["2099-01-04"]
"""
CSV = "日期,安排\n2099-01-01,休\n2099-01-02,假\n2099/1/3,休\n2099-01-04,班\n2099-10-01,休\n"


@pytest.mark.parametrize(("name", "text"), [("假.toml", TOML), ("假.csv", CSV)])
def test_a_calendar_file_gives_a_year_that_is_not_published(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    calendar = read_calendar(path)
    assert [calendar.is_workday(dt.date(2099, 1, day)) for day in (1, 2, 3, 4, 5)] == [False, False, False, True, True]
    assert not calendar.is_workday(dt.date(2099, 10, 1))
    assert not calendar.is_workday(dt.date(2026, 10, 1)), "the other years stay"
    work = WorkTime(calendar)
    assert due("2099-01-01 09:00", TWO, work) == "2099-01-05 17:30"


def test_a_calendar_file_wins_over_the_published_year(tmp_path):
    path = tmp_path / "假.toml"
    path.write_text('[2026]\nholidays = ["2026-10-08"]\n', encoding="utf-8")
    calendar = read_calendar(path)
    assert not calendar.is_workday(dt.date(2026, 10, 8))
    assert calendar.is_workday(dt.date(2026, 10, 1))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.toml", "[2099\n", "TOML"),
        ("a.toml", "holidays = []\n", "年份的表"),
        ("a.toml", '[2099]\nholiday = ["2099-01-01"]\n', "holidays 和 workdays"),
        ("a.toml", '[2099]\nholidays = ["2098-01-01"]\n', "不在2099年"),
        ("a.toml", '[2099]\nholidays = ["2099-13-01"]\n', "2099-13-01"),
        ("a.toml", '[2099]\nholidays = ["2099-01-05..2099-01-01"]\n', "日期范围"),
        ("a.csv", "2099-01-01,休\n2099-01-02,加班费\n", "第2行"),
        ("a.csv", "日期,安排\n", "没有任何日期"),
    ],
)
def test_a_faulty_calendar_file_is_named(tmp_path, name, text, told):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=told) as caught:
        read_calendar(path)
    assert str(path) in str(caught.value)


def test_a_missing_calendar_file(tmp_path):
    with pytest.raises(ConfigError, match="无法读取"):
        read_calendar(tmp_path / "没有.csv")


def test_a_limit_is_compared_by_its_parts():
    assert parse_limit("2个工作日") == Limit(2, parse_limit("1个工作日").unit)
