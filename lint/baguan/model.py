"""The vocabulary of findings: severities, gates, edits, fixes.

Nothing here knows what a document is or how a rule is written.  All offsets in this module are
code points in ``Document.text``; the end of a span is exclusive.
"""

from __future__ import annotations

import enum
from typing import NamedTuple


class Severity(enum.IntEnum):
    """How sure a rule is that what it flags is a fault; ordered, so ``ERROR > WARNING > INFO``.

    A severity is a promise about false alarms on clean official prose (all rules together, per
    million characters): ``ERROR`` at most 2, ``WARNING`` at most 20, ``INFO`` is advice.
    """

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def key(self) -> str:
        """The name used in configuration and JSON: ``info``, ``warning`` or ``error``."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The Chinese name shown to a person."""
        return {1: "提示", 2: "警告", 3: "错误"}[self.value]

    @classmethod
    def parse(cls, key: str) -> Severity:
        """Return the severity called ``key``.

        Raises:
            KeyError: ``key`` is not one of the three names.
        """
        return {member.key: member for member in cls}[key]


class Gate(enum.Enum):
    """The five gates of document review (五个关口); the value is the code prefix of its rules."""

    ROUTING = "XW"
    POLICY = "ZC"
    WORDING = "WZ"
    LAYOUT = "TL"
    HANDLING = "CL"

    @property
    def label(self) -> str:
        """The Chinese name of the gate."""
        return _GATE_LABELS[self.value]

    @classmethod
    def of(cls, code: str) -> Gate:
        """Return the gate a rule code belongs to; engine rules (``BG…``) belong to none.

        Raises:
            ValueError: the first two letters name no gate.
        """
        return cls(code[:2])


_GATE_LABELS = {"XW": "行文关", "ZC": "政策法规关", "WZ": "文字关", "TL": "体例格式关", "CL": "文件处理关"}


class Strength(enum.Enum):
    """How binding the basis of a rule is, in the words of the standard itself."""

    MUST = "must"  # 应、应当、必须、不得
    GENERAL = "general"  # 一般、推荐、宜
    PRACTICE = "practice"  # 惯例，标准未写

    @property
    def label(self) -> str:
        """The Chinese word for the strength."""
        return {"must": "应当", "general": "一般", "practice": "惯例"}[self.value]


class Applicability(enum.Enum):
    """Whether a fix may be applied without a person looking at it."""

    SAFE = "safe"  # fully determined by a standard, or a context-free misspelling
    UNSAFE = "unsafe"  # probable
    DISPLAY = "display"  # shown, never applied: names, numbers, dates, laws


class Maturity(enum.Enum):
    """The life of a rule: ``preview`` rules run only when selected by their full code."""

    PREVIEW = "preview"
    STABLE = "stable"
    DEPRECATED = "deprecated"


class Basis(NamedTuple):
    """The authority a rule rests on: a source, its clause and how binding it is."""

    source: str
    clause: str = ""
    strength: Strength = Strength.PRACTICE

    def __str__(self) -> str:
        clause = f" {self.clause}" if self.clause else ""
        return f"{self.source}{clause}（{self.strength.label}）"


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


class Edit(NamedTuple):
    """Replace the code points ``start:end`` by ``text``; an empty range inserts."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """A suggested correction: a title for a person and edits that do not overlap, in order."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.UNSAFE


class Finding(NamedTuple):
    """One fault, where a rule saw it.

    ``start:end`` may be empty (a thing that is missing is flagged where it should stand).  ``part``
    and ``where`` are set only by rules that flag what has no text of its own, for example a section's
    page settings (``part="section"``, ``where="第2节页面设置"``).
    """

    code: str
    start: int
    end: int
    message: str
    severity: Severity
    fix: Fix | None = None
    part: str = ""
    where: str = ""
    related: tuple[Span, ...] = ()
