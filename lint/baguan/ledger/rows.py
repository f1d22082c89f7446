"""The rows of the ledger as records."""

from __future__ import annotations

from typing import NamedTuple


class FindingRow(NamedTuple):
    """A finding as it is kept; ``excerpt`` and ``suggestion`` are empty when excerpts are switched off."""

    code: str
    name: str
    gate: str
    severity: str
    message: str
    source: str
    clause: str
    strength: str
    place: str
    line: int
    col: int
    excerpt: str
    suggestion: str
    fingerprint: str


class RunRow(NamedTuple):
    """One check of one document.

    ``document`` is its path in the office's folder; ``day`` the local date of the check, ``recorded`` the moment in
    UTC; ``content_hash`` tells which text it was; ``findings`` how many findings belong to it.
    """

    id: str
    recorded: str
    day: str
    document: str
    unit: str
    drafter: str
    title: str
    number: str
    kind: str
    genre: str
    characters: int
    errors: int
    warnings: int
    infos: int
    verdict: str
    gates: str
    version: str
    content_hash: str
    findings: int


class Run(NamedTuple):
    """A run with its findings, ready to be recorded."""

    row: RunRow
    findings: tuple[FindingRow, ...]


class ReviewRow(NamedTuple):
    """A decision at a stage of the review: ``decision`` is ``pass``, ``reject`` or ``override``."""

    id: str
    recorded: str
    document: str
    content_hash: str
    stage: str
    decision: str
    reviewer: str
    comment: str
    errors: int
    warnings: int
    version: str


class ReturnRow(NamedTuple):
    """A return of a document; ``state`` is ``pending`` (待复核), ``returned`` (已退文) or ``withdrawn`` (不退)."""

    id: str
    recorded: str
    day: str
    state: str
    document: str
    content_hash: str
    unit: str
    title: str
    number: str
    resubmit: str
    reviewer: str
    second: str
    decided: str


class ReasonEntry(NamedTuple):
    """A reason of a return and what the second reviewer decided: ``""``, ``confirmed`` or ``overruled``."""

    position: int
    reason: str
    clause: str
    codes: str
    decision: str = ""
    comment: str = ""
