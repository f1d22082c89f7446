"""How corrections of labelled sentences are counted (strict definitions).

Sentence: it is *flagged* when anything is said of it, *right* when it was faulty and came out exactly as it should;
precision is right over flagged, recall right over faulty, the false-positive rate flagged over all that had no fault.
Character: the edits made against the edits wanted, each with what it puts in.  Kinds: each fault (a wrong character, a
run of wrong characters, a dropped or an added stretch) with whether it was mended.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from typing import NamedTuple

KINDS = ("同音", "近音", "形近", "词", "换位", "漏字", "多字", "其他")


class Change(NamedTuple):
    """``source[start:end]`` became ``new``."""

    start: int
    end: int
    new: str


def changes(source: str, target: str) -> list[Change]:
    """What makes ``target`` of ``source``: single characters where the length stays, else blocks of an alignment."""
    if len(source) == len(target):
        return _single(source, target, 0)
    found = []
    matcher = difflib.SequenceMatcher(None, source, target, autojunk=False)
    for name, low, high, other_low, other_high in matcher.get_opcodes():
        if name == "equal":
            continue
        if high - low == other_high - other_low:
            found += _single(source[low:high], target[other_low:other_high], low)
        else:
            found.append(Change(low, high, target[other_low:other_high]))
    return found


def _single(source: str, target: str, offset: int) -> list[Change]:
    pairs = enumerate(zip(source, target, strict=True), offset)
    return [Change(at, at + 1, new) for at, (old, new) in pairs if old != new]


def faults(source: str, target: str, alike: Callable[[str, str], str]) -> Iterator[tuple[str, list[Change]]]:
    """The faults of a sentence by kind, neighbouring wrong characters being one fault.

    ``alike`` names the kind of a single character: (wrong, right) to one of ``KINDS``.
    """
    run: list[Change] = []
    for change in changes(source, target):
        if run and not (_one(change) and _one(run[-1]) and change.start == run[-1].end):
            yield _kind(source, run, alike), run
            run = []
        run.append(change)
    if run:
        yield _kind(source, run, alike), run


def _one(change: Change) -> bool:
    return change.end - change.start == len(change.new) == 1


def _kind(source: str, run: list[Change], alike: Callable[[str, str], str]) -> str:
    old = source[run[0].start : run[-1].end]
    new = "".join(change.new for change in run)
    if not old:
        return "漏字"
    if not new:
        return "多字"
    if len(old) != len(new):
        return "其他"
    if len(old) == 1:
        return alike(old, new)
    return "换位" if sorted(old) == sorted(new) else "词"


def _unlike(_wrong: str, _right: str) -> str:
    return "其他"


@dataclass
class Score:
    """The counts of one set."""

    sentences: int = 0
    faulty: int = 0
    flagged: int = 0
    false: int = 0
    right: int = 0
    edits: int = 0
    wanted: int = 0
    met: int = 0
    characters: int = 0
    seconds: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Score) -> Score:
        """The counts of both."""
        return Score(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def count(
        self, source: str, target: str, result: str, alike: Callable[[str, str], str] = _unlike, *, said: bool = False
    ) -> None:
        """Take one sentence and what came of it; ``said``: something was said of it, if only without a correction."""
        flagged = said or result != source
        self.sentences += 1
        self.characters += len(source)
        self.faulty += source != target
        self.flagged += flagged
        self.false += flagged and source == target
        self.right += source != target == result
        wanted, made = set(changes(source, target)), set(changes(source, result))
        self.wanted += len(wanted)
        self.edits += len(made)
        self.met += len(wanted & made)
        for kind, run in faults(source, target, alike):
            self.kinds[kind] += 1
            self.mended[kind] += made.issuperset(run)

    def rates(self) -> tuple[float, float, float, float, float, float]:
        """Sentence precision, recall, F1; false-positive rate; character precision and recall."""
        precision, recall = self.right / max(self.flagged, 1), self.right / max(self.faulty, 1)
        f1 = 2 * precision * recall / (precision + recall) if self.right else 0.0
        false = self.false / max(self.sentences - self.faulty, 1)
        return precision, recall, f1, false, self.met / max(self.edits, 1), self.met / max(self.wanted, 1)

    def speed(self) -> float:
        """Characters a second."""
        return self.characters / self.seconds if self.seconds else 0.0
