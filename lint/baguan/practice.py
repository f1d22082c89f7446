"""The table ``[register]`` of the configuration: how a unit handles papers, checked and turned into a ``Practice``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baguan.entry import DEFAULT_REQUIRED, FIELDS, Practice, parse_moment
from baguan.errors import ConfigError
from baguan.registry import did_you_mean
from baguan.worktime import DEFAULT_HOURS, WorkTime, parse_hours, parse_limit, read_calendar

_KEYS: Mapping[str, type] = {
    "columns": dict,
    "required": list,
    "limits": dict,
    "hours": list,
    "calendar": str,
    "due-soon": str,
}
_TYPES: Mapping[type, str] = {dict: "表", list: "字符串数组", str: "字符串"}


class PracticeError(ConfigError):
    """A value of the table is wrong; ``key`` names it."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def check_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """Check the keys and values of the table; files it names are not opened.

    Raises:
        PracticeError: one is wrong.
    """
    for key, value in table.items():
        kind = _KEYS.get(key)
        if kind is None:
            raise PracticeError(key, f"[register] 没有“{key}”{did_you_mean(key, _KEYS)}")
        strings = value if kind is list else ()
        if not isinstance(value, kind) or not all(isinstance(each, str) for each in strings):
            raise PracticeError(key, f"[register] 的“{key}”应为{_TYPES[kind]}")
    for name in table.get("required", ()):
        _field(name, "required")
    columns(table)
    limits(table)
    parse_hours(table.get("hours", DEFAULT_HOURS))
    if "due-soon" in table and parse_limit(table["due-soon"]) is None:
        raise PracticeError("due-soon", f"[register] 的 due-soon“{table['due-soon']}”有误，应如 1个工作日、4小时")
    return dict(table)


def _field(name: str, key: str) -> str:
    if name not in FIELDS:
        raise PracticeError(key, f"[register] 的“{key}”里没有“{name}”这一项{did_you_mean(name, FIELDS)}")
    return name


def columns(table: Mapping[str, Any]) -> dict[str, str]:
    """A unit's own names of columns: name -> canonical field.

    Raises:
        PracticeError: a field does not exist, or one name is given to two.
    """
    found: dict[str, str] = {}
    for field, names in table.get("columns", {}).items():
        _field(field, field)
        each = [names] if isinstance(names, str) else names
        if not isinstance(each, list) or not all(isinstance(name, str) for name in each):
            raise PracticeError(field, f"[register.columns] 的“{field}”应为列名或列名的数组")
        for name in each:
            if found.setdefault(name.strip(), field) != field:
                raise PracticeError(field, f"[register.columns] 的列名“{name}”给了两项")
    return found


def limits(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The limits by urgency: the usual one and, where another is given, the longest.

    Raises:
        PracticeError: one cannot be read.
    """
    found: dict[str, tuple[str, ...]] = {}
    for urgency, value in table.get("limits", {}).items():
        texts = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()
        if not 1 <= len(texts) <= 2 or any(not isinstance(text, str) or parse_limit(text) is None for text in texts):
            message = f'[register.limits] 的“{urgency}”应为时限，如 "当日"、"半个工作日"、["2个工作日", "3个工作日"]'
            raise PracticeError(urgency, message)
        found[urgency] = texts
    return found


def practice_of(
    table: Mapping[str, Any], *, root: str = "", now: dt.datetime | None = None, calendar: str = ""
) -> Practice:
    """The practice a checked table describes.

    Args:
        table: ``[register]``; the command line may have added ``today``.
        root: the folder of the configuration file, from which ``calendar`` is looked for.
        now: the present.
        calendar: a calendar file given on the command line, which wins.

    Raises:
        ConfigError: the calendar file cannot be read.
    """
    named = Path(calendar) if calendar else None
    if named is None and table.get("calendar"):
        named = Path(root) / Path(table["calendar"]).expanduser()
    worktime = WorkTime(read_calendar(named) if named else None, parse_hours(table.get("hours", DEFAULT_HOURS)))
    return Practice(
        worktime=worktime,
        limits=limits(table),
        required=table.get("required", DEFAULT_REQUIRED),
        columns=columns(table),
        due_soon=table.get("due-soon", "1个工作日"),
        now=now or (parse_today(table["today"]) if table.get("today") else None),
    )


def parse_today(text: str) -> dt.datetime:
    """The present as given on the command line: ``2026-10-09`` (the start of that day) or ``2026-10-09 12:00``.

    Raises:
        ValueError: it is no date; the message says why, in Chinese.
    """
    return parse_moment(text).earliest
