"""The report as JSON (``docs/weekly.md`` describes it)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from baguan import __version__

if TYPE_CHECKING:
    from baguan.weekly.figures import GroupLine, Statistics
    from baguan.weekly.period import Period

SCHEMA = 1


def render(statistics: Statistics) -> bytes:
    """The report as UTF-8 JSON."""
    return (json.dumps(to_dict(statistics), ensure_ascii=False, indent=2) + "\n").encode()


def to_dict(statistics: Statistics) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "baguan", "version": __version__},
        "title": statistics.title,
        "period": _period(statistics.period),
        "filters": statistics.filters,
        "total": statistics.total.to_dict(),
        "trend": [{**_period(point.period), **point.tally.to_dict()} for point in statistics.trend],
        "gates": [{**line._asdict(), "faults": line.faults} for line in statistics.gates],
        "units": [_group(line) for line in statistics.units],
        "drafters": [{"name": line.name, **line.tally.to_dict()} for line in statistics.drafters],
        "rules": [
            {**line._asdict(), "examples": [example._asdict() for example in line.examples]}
            for line in statistics.rules
        ],
        "clean": [line._asdict() for line in statistics.clean],
        "returned": [line._asdict() for line in statistics.returned],
        "overdue": [line._asdict() for line in statistics.overdue],
        "formula": statistics.formula,
    }


def _period(period: Period) -> dict[str, str]:
    return {"kind": period.kind, "label": period.label, "from": period.first.isoformat(), "to": period.last.isoformat()}


def _group(line: GroupLine) -> dict[str, Any]:
    more = {"returned": line.returned, "overdue": line.overdue, "score": line.score}
    return {"name": line.name, **line.tally.to_dict(), **more}
