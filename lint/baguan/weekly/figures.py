"""The figures of a report: records without any form."""

from __future__ import annotations

from typing import Any, NamedTuple

from baguan.weekly.period import Period


class Tally(NamedTuple):
    """Counts over some documents; ``clean`` is how many of them have neither error nor warning."""

    documents: int = 0
    characters: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    clean: int = 0

    @property
    def faults(self) -> int:
        """Errors and warnings."""
        return self.errors + self.warnings

    @property
    def rate(self) -> float:
        """差错率: faults per ten thousand characters, to one decimal."""
        return round(self.faults * 10_000 / self.characters, 1) if self.characters else 0.0

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def to_dict(self) -> dict[str, Any]:
        """As the JSON report shows it."""
        return {**self._asdict(), "faults": self.faults, "rate": self.rate}


class TrendPoint(NamedTuple):
    """The counts of one period."""

    period: Period
    tally: Tally


class GroupLine(NamedTuple):
    """The counts of one unit or drafter; ``score`` is the 考核 score (``None``: the formula divides by zero)."""

    name: str
    tally: Tally
    returned: int = 0
    overdue: int = 0
    score: float | None = None


class GateLine(NamedTuple):
    """The counts of one gate."""

    gate: str
    errors: int
    warnings: int
    infos: int
    documents: int

    @property
    def faults(self) -> int:
        """Errors and warnings."""
        return self.errors + self.warnings


class Example(NamedTuple):
    """One finding of a rule."""

    title: str
    unit: str
    place: str
    excerpt: str
    message: str
    suggestion: str


class RuleLine(NamedTuple):
    """A rule, how often it found a fault, in how many documents, and examples."""

    code: str
    name: str
    gate: str
    severity: str
    summary: str
    basis: str
    found: int
    documents: int
    examples: tuple[Example, ...]


class PaperLine(NamedTuple):
    """A document in a list: without a fault, returned or overdue; ``note`` says what there is to say."""

    title: str
    number: str
    unit: str
    drafter: str = ""
    note: str = ""


class Statistics(NamedTuple):
    """Everything a report shows."""

    period: Period
    office: str
    filters: dict[str, str]
    total: Tally
    trend: tuple[TrendPoint, ...]
    gates: tuple[GateLine, ...]
    units: tuple[GroupLine, ...]
    drafters: tuple[GroupLine, ...]
    rules: tuple[RuleLine, ...]
    clean: tuple[PaperLine, ...]
    returned: tuple[PaperLine, ...]
    overdue: tuple[PaperLine, ...]
    formula: str

    @property
    def heading(self) -> str:
        """What the report is called, without the office."""
        return f"{self.period.label}{self.period.name}"

    @property
    def title(self) -> str:
        """The title of the report."""
        return self.office + self.heading

    @property
    def previous(self) -> Tally:
        """The counts of the period before."""
        return self.trend[-2].tally if len(self.trend) > 1 else Tally()
