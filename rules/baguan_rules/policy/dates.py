"""When a document was issued, as far as the policy rules need it.

A name that was right on the day of issue stays right for ever, so every rule on repealed laws and renamed
agencies first asks for that day.
"""

from __future__ import annotations

import datetime
import enum
from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern
from baguan.outline import ElementName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "０": 0,
}
DATE = (
    r"(?P<year>(?:19|20)\d{2}|[一二][〇零○Ｏ０一二三四五六七八九]{3})\s?年\s?"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s?月\s?(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s?日"
)
_HEADNOTE = r"(?:通过|公布|发布|修订|修正|批准|印发|施行|颁布|制定)"
_HEAD_LINES = 16
_TAIL_LINES = 12


class When(enum.Enum):
    """How the day of issue lies to a day of change."""

    BEFORE = "before"
    AFTER = "after"
    UNKNOWN = "unknown"
    OLD = "probably before"  # no date of issue, and no year as late as the change is named anywhere


def issued(document: Document) -> datetime.date | None:
    """The day of issue: the recognised 成文日期, else the latest one of the headnote, else a line that is a date."""

    element = document.structure.first(ElementName.DATE)
    if element is not None:
        match = compile_pattern(DATE).search(document.text[element.start : element.end])
        day = date_of(match) if match else None
        if day is not None:
            return day
    lines = [line.strip() for line in (document.text[:6000] + "\n" + document.text[-3000:]).split("\n") if line.strip()]
    head = lines[:_HEAD_LINES]
    noted = [
        day
        for line in head
        if line[0] in "（(" or compile_pattern(_HEADNOTE).search(line)
        for match in compile_pattern(DATE).finditer(line)
        if (day := date_of(match))
    ]
    if noted:
        return max(noted)
    for line in [*reversed(lines[-_TAIL_LINES:]), *head]:
        match = compile_pattern(rf"[（(]?{DATE}[）)]?").fullmatch(line)
        day = date_of(match) if match else None
        if day is not None:
            return day
    return None


def when(document: Document, change: datetime.date, day: datetime.date | None) -> When:
    """Compare the day of issue ``day`` (from ``issued``) with the day of a change."""
    if day is not None:
        return When.BEFORE if day < change else When.AFTER
    years = list(_years(document))
    return When.OLD if years and max(years) < change.year else When.UNKNOWN


def _years(document: Document) -> Iterator[int]:

    for match in compile_pattern(r"(?<!\d)(?:19[4-9]|20[0-4])\d(?=年|〕|—20)").finditer(document.text):
        yield int(match[0])


def date_of(match: object) -> datetime.date | None:
    """The date of a match of ``DATE``, ``None`` when there is no such day."""
    groups = match.groupdict()  # type: ignore[attr-defined]
    try:
        return datetime.date(_year(groups["year"]), _number(groups["month"]), _number(groups["day"]))
    except ValueError:
        return None


def _year(text: str) -> int:
    return int("".join(str(_DIGITS.get(character, character)) for character in text))


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
