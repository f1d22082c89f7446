"""Measures the exported file: on held-out sentences with synthetic faults, and on the development sets."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.typos_score import Score

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
class Measured:
    """The figures of one set by threshold, and how fast it was read by one thread.

    ``ranked`` is what re-ranking lives on, whatever the detector says: of ``rankable`` wrong characters whose right one
    is a candidate of the statistical model, so many have it before all other candidates and before what stands there.
    """

    name: str
    speed: float
    ranked: int = 0
    rankable: int = 0
    rows: dict[float, Score] = field(default_factory=dict)


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
        score = result.rows[threshold] = Score()
        for (source, target), found in zip(taken, opinions, strict=True):
            characters = list(source)
            for opinion in found:
                if opinion.odds >= threshold:
                    characters[opinion.at] = opinion.new
            score.count(source, target, "".join(characters))
    ranks = [reader.rank(source, target) for source, target in taken if source != target]
    result.ranked, result.rankable = (sum(column) for column in zip(*ranks, strict=True)) if ranks else (0, 0)
    return result
