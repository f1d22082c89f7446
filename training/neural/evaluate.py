"""Measures the exported file: on held-out sentences with synthetic faults, and on the development sets."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from baguan.spelling.model import FIRST, Model
from training.neural.export import session
from training.neural.network import LONGEST, Shape

THRESHOLDS = (-1.0, 0.0, 1.0, 2.0, 3.0)
SETS = ("official_errors", "law_errors", "workdoc_errors", "clean_theory", "clean_news")
BATCH = 32


@dataclass(frozen=True)
class Opinion:
    """That ``sentence[at]`` should be ``new``, and the detector's log odds that it is wrong."""

    at: int
    new: str
    odds: float


@dataclass
class Figures:
    """Counts of one threshold."""

    faulty: int = 0
    right: int = 0
    flagged: int = 0
    clean: int = 0
    false: int = 0
    wanted: int = 0
    edits: int = 0
    met: int = 0

    def row(self) -> tuple[float, ...]:
        """Sentence precision, recall and F1 (strict), share of right sentences flagged, character precision and
        recall."""
        precision, recall = self.right / max(self.flagged, 1), self.right / max(self.faulty, 1)
        f1 = 2 * precision * recall / (precision + recall) if self.right else 0.0
        return (
            *(precision, recall, f1, self.false / max(self.clean, 1)),
            *(self.met / max(self.edits, 1), self.met / max(self.wanted, 1)),
        )


@dataclass
class Measured:
    """The figures of one set by threshold, and how fast it was read by one thread.

    ``ranked`` is what re-ranking lives on, whatever the detector says: of ``rankable`` wrong characters whose right one
    is a candidate of the statistical model, so many have it before all other candidates and before what stands there.
    """

    name: str
    speed: float
    ranked: int = 0
    rankable: int = 0
    rows: dict[float, Figures] = field(default_factory=dict)


class Reader:
    """The exported file at work."""

    def __init__(self, path: Path, model: Model) -> None:
        self.model, self.shape = model, Shape(FIRST + len(model.characters))
        self._session: Any = session(path)

    def opinions(self, sentences: Sequence[str]) -> list[list[Opinion]]:
        """For each sentence every place where another character is likelier than the one written."""
        found: list[list[Opinion]] = [[] for _ in sentences]
        order = sorted(range(len(sentences)), key=lambda number: len(sentences[number]))  # little padding in a batch
        for low in range(0, len(order), BATCH):
            batch = order[low : low + BATCH]
            for number, opinions in zip(batch, self._batch([sentences[number] for number in batch]), strict=True):
                found[number] = opinions
        return found

    def rank(self, source: str, target: str) -> tuple[int, int]:
        """How many wrong characters have the right one among their candidates, as (likeliest of them, all)."""
        ids = self._ids([source])
        places, wanted, rows = [], [], []
        for at, (old, new) in enumerate(zip(source[:LONGEST], target, strict=False)):
            number = self.model.ids[new]
            candidates = self.model.kinds(int(ids[0, at])) if ids[0, at] >= FIRST and old != new else {}
            if number in candidates:
                places.append(at)
                wanted.append(number)
                rows.append([int(ids[0, at]), *candidates])
        if not places:
            return 0, 0
        _, right = self._run(ids, np.array(places))
        best = [row[int(right[number, row].argmax())] for number, row in enumerate(rows)]
        return sum(map(int.__eq__, best, wanted)), len(places)

    def _ids(self, sentences: Sequence[str]) -> np.ndarray:
        lists = [[self.model.ids[character] for character in sentence[:LONGEST]] for sentence in sentences]
        ids = np.full((len(lists), max(1, *map(len, lists))), self.shape.padding, np.int64)
        for row, numbers in enumerate(lists):
            ids[row, : len(numbers)] = numbers
        return ids

    def _run(self, ids: np.ndarray, places: np.ndarray) -> list[np.ndarray]:
        found: list[np.ndarray] = self._session.run(["wrong", "right"], {"ids": ids, "places": places})
        return found

    def _batch(self, sentences: Sequence[str]) -> list[list[Opinion]]:
        ids = self._ids(sentences)
        length = ids.shape[1]
        places = np.flatnonzero((ids >= FIRST) & (ids < self.shape.characters))
        wrong, right = self._run(ids, places)
        best = right[:, FIRST:].argmax(-1) + FIRST
        found: list[list[Opinion]] = [[] for _ in sentences]
        for place, number in zip(places.tolist(), best.tolist(), strict=True):
            row, at = divmod(place, length)
            if number != ids[row, at]:
                found[row].append(Opinion(at, self.model.character(number), float(wrong[row, at])))
        return found


def measure(reader: Reader, name: str, pairs: Iterable[tuple[str, str]]) -> Measured:
    """The figures for (faulty, right) sentences of one length; others are left out, the network cannot mend them."""
    taken = [(source, target) for source, target in pairs if len(source) == len(target)]
    began = time.process_time()
    opinions = reader.opinions([source for source, _ in taken])
    spent = time.process_time() - began
    result = Measured(name, sum(len(source) for source, _ in taken) / max(spent, 1e-9))
    for threshold in THRESHOLDS:
        figures = result.rows[threshold] = Figures()
        for (source, target), found in zip(taken, opinions, strict=True):
            count(figures, source, target, {o.at: o.new for o in found if o.odds >= threshold})
    ranks = [reader.rank(source, target) for source, target in taken if source != target]
    result.ranked, result.rankable = (sum(column) for column in zip(*ranks, strict=True)) if ranks else (0, 0)
    return result


def count(figures: Figures, source: str, target: str, edits: dict[int, str]) -> None:
    """Take one sentence and the characters that were put into it."""
    wanted = {at: new for at, (old, new) in enumerate(zip(source, target, strict=True)) if old != new}
    figures.wanted += len(wanted)
    figures.edits += len(edits)
    figures.met += sum(wanted.get(at) == new for at, new in edits.items())
    figures.faulty += bool(wanted)
    figures.clean += not wanted
    figures.flagged += bool(edits)
    figures.false += bool(edits) and not wanted
    figures.right += bool(wanted) and wanted == edits
