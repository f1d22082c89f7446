"""Sentences a report is made of; every format says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.weekly.period import DAYS, QUARTER, WEEK

if TYPE_CHECKING:
    from baguan.weekly.figures import Statistics, Tally

SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


def number(value: float) -> str:
    """A figure without an idle “.0”."""
    return f"{value:g}" if abs(value) < 1_000_000 else f"{value:.0f}"


def amount(characters: int) -> str:
    """A number of characters: 3200字, 12.5万字."""
    return f"{characters}字" if characters < 10_000 else f"{round(characters / 10_000, 1):g}万字"


def overview(statistics: Statistics) -> str:
    """What was checked and found in the period."""
    total = statistics.total
    if not total.documents:
        return "没有检查公文的记录。"
    text = f"共检查公文{total.documents}篇、{amount(total.characters)}，"
    if not total.faults:
        return text + "没有发现错误和警告。"
    text += f"发现错情{total.faults}处，其中错误{total.errors}处、警告{total.warnings}处，"
    text += f"差错率为每万字{number(total.rate)}处。"
    if total.clean:
        text += f"没有错误和警告的公文{total.clean}篇，占{percent(total.clean, total.documents)}。"
    return text


def comparison(statistics: Statistics) -> str:
    """How the rate compares with the period before; "" when nothing was checked then."""
    before, now = statistics.previous, statistics.total
    if not before.documents or not now.documents:
        return ""
    named = {WEEK: "上周", QUARTER: "上季度", DAYS: "上一时段"}[statistics.period.kind]
    return f"{named}差错率为每万字{number(before.rate)}处，{_change(before, now)}。"


def _change(before: Tally, now: Tally) -> str:
    difference = round(now.rate - before.rate, 1)
    if not difference:
        return "本期持平"
    word = "上升" if difference > 0 else "下降"
    return f"本期{word}{number(abs(difference))}处"


def percent(part: int, whole: int) -> str:
    """A share to one decimal."""
    return f"{round(part * 100 / whole, 1):g}%" if whole else "0%"


def score_text(value: float | None) -> str:
    """A 考核 score."""
    return "—" if value is None else number(value)


def restriction(statistics: Statistics) -> str:
    """What the report is restricted to; "" for nothing."""
    return "；".join(f"{name}：{value}" for name, value in statistics.filters.items())
