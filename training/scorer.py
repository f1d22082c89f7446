"""Learns the scorer: labelled candidates from the development sets, held-out paragraphs and synthetic faults."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from baguan.spelling import lengths
from baguan.spelling.channel import APART_LINES
from baguan.spelling.look import PAD, Look
from baguan.spelling.scan import Choices, Scanner
from baguan.spelling.scorer import KINDS, Scorer
from baguan.spelling.scorer import NAMES as PARTS

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int8]

FOLDS = 5
TOGETHER = 500  # sentences that are read in one go
SIEVE, PARTICLE, SLIP = "sieve_", "particle_", "slip_"
ROUNDS, SIEVE_ROUNDS, JUDGE_ROUNDS = 600, 84, 300  # trees
JUDGES, RUN = 4, 400  # of the rows, so many in a run are judged by one that learnt the others
DOUBTED = 0.2  # log odds
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.035,
    "num_leaves": 20,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "seed": 20261121,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbosity": -1,
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to learn from: as it stands, as it should be, its weight and fold (-1: always for learning)."""

    source: str
    target: str
    weight: float
    fold: int = -1
    #: The one place to learn from; -1: all.
    at: int = -1


@dataclass
class Rows:
    """Candidates with their labels, weights and folds."""

    values: list[Floats] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)

    def add(self, scanner: Scanner, sentences: Sequence[Sentence]) -> None:
        """Read sentences; a candidate is right when it makes its stretch what the target has there."""
        self._read(scanner, sentences, scanner.choices)

    def add_particles(self, scanner: Scanner, sentences: Sequence[Sentence]) -> None:
        """Read the 的, 地, 得 of sentences."""
        self._read(scanner, sentences, scanner.particles)

    def add_slips(self, scanner: Scanner, sentences: Sequence[Sentence]) -> None:
        """Read sentences for dropped and added characters; a candidate is right when it makes the whole right."""
        for batch, starts in _batches(sentences):
            slips = lengths.slips(scanner.look(APART_LINES.join(sentence.source for sentence in batch)))
            for place, new in zip((slips.at - PAD).tolist(), slips.new.tolist(), strict=True):
                number = bisect_right(starts, place) - 1
                sentence, at = batch[number], place - starts[number]
                source = sentence.source
                if new:
                    source = source[:at] + scanner.model.character(new) + source[at:]
                else:
                    source = source[:at] + source[at + 1 :]
                self._label(sentence, right=source == sentence.target != sentence.source)
            self.values.append(slips.values)

    def _read(self, scanner: Scanner, sentences: Sequence[Sentence], read: Callable[[Look], Iterable[Choices]]) -> None:
        for batch, starts in _batches(sentences):
            for choices in read(scanner.look(APART_LINES.join(sentence.source for sentence in batch))):
                self._take(scanner, choices, batch, starts)

    def _take(self, scanner: Scanner, choices: Choices, batch: Sequence[Sentence], starts: list[int]) -> None:
        kept = []
        for row, (place, new) in enumerate(zip(choices.at.tolist(), choices.new.tolist(), strict=True)):
            number = bisect_right(starts, place) - 1
            sentence, at = batch[number], place - starts[number]
            if sentence.at in (-1, at):
                end = at + choices.size
                wanted = "".join(map(scanner.model.character, new))
                kept.append(row)
                self._label(sentence, right=sentence.source[at:end] != sentence.target[at:end] == wanted)
        self.values.append(choices.values[kept])

    def _label(self, sentence: Sentence, *, right: bool) -> None:
        self.labels.append(int(right))
        self.weights.append(sentence.weight)
        self.folds.append(sentence.fold)

    def trusted(self) -> Rows:
        """The rows without those of unchecked text (fold -1) that are no faults but look like ones.

        A thousand paragraphs hold faults of their own, and a scorer that learns them as right grows timid.  Scorers
        that have not seen a row tell (Brodley and Friedl, 1999); none of them sees a development sentence.
        """
        values, labels, weights, folds = self.arrays()
        unchecked = np.flatnonzero(folds < 0)
        part = np.arange(len(unchecked)) // RUN % JUDGES
        margins = np.zeros(len(labels), np.float32)
        for number in range(JUDGES):
            seen, unseen = unchecked[part != number], unchecked[part == number]
            booster = learn((values[seen], labels[seen], weights[seen]), JUDGE_ROUNDS)
            margins[unseen] = booster.predict(values[unseen], raw_score=True)
        kept = np.flatnonzero((labels > 0) | (margins <= DOUBTED))
        return Rows([values[kept]], labels[kept].tolist(), weights[kept].tolist(), folds[kept].tolist())

    def arrays(self) -> tuple[Floats, Numbers, Floats, Numbers]:
        """The rows as arrays."""
        return (
            np.concatenate(self.values),
            np.array(self.labels, np.int8),
            np.array(self.weights, np.float32),
            np.array(self.folds, np.int8),
        )


def _batches(sentences: Sequence[Sentence]) -> Iterator[tuple[Sequence[Sentence], list[int]]]:
    """Sentences that are read in one go, with where each begins."""
    for first in range(0, len(sentences), TOGETHER):
        batch = sentences[first : first + TOGETHER]
        yield batch, [0, *accumulate(len(sentence.source) + len(APART_LINES) for sentence in batch)]


def fold_of(target: str) -> int:
    """The fold of a sentence, by its right form, so that two faulty forms of one sentence stay together."""
    return zlib.crc32(target.encode()) % FOLDS


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The (source, target) lines of a development set."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        source, _, target = line.partition("\t")
        found.append((source, target))
    return found


def learn(rows: Iterable[npt.NDArray[Any]], rounds: int = ROUNDS) -> Any:
    """A booster for (values, labels, weights)."""
    import lightgbm

    values, labels, weights = rows
    data = lightgbm.Dataset(values, labels, weight=weights)
    return lightgbm.train(PARAMETERS, data, rounds)


def export(booster: Any) -> dict[str, list[Any]]:
    """The trees as the parallel lists of ``Scorer``."""
    lists: dict[str, list[Any]] = {name: [] for name in PARTS}

    def walk(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            lists["leaves"].append(float(np.float32(node["leaf_value"])))
            return ~(len(lists["leaves"]) - 1)
        index = len(lists["features"])
        lists["features"].append(node["split_feature"])
        lists["thresholds"].append(float(np.float32(node["threshold"])))
        lists["left"].append(0)
        lists["right"].append(0)
        lists["left"][index] = walk(node["left_child"])
        lists["right"][index] = walk(node["right_child"])
        return index

    for tree in booster.dump_model()["tree_info"]:
        lists["roots"].append(walk(tree["tree_structure"]))
    return lists


def scorer(booster: Any) -> Scorer:
    """The run-time form of a booster."""
    return Scorer(**export(booster))


def sections(booster: Any, prefix: str = "") -> dict[str, bytes]:
    """The packed form of a booster, the sections' names beginning with ``prefix``."""
    kinds = dict(zip(PARTS, KINDS, strict=True))
    return {prefix + name: np.array(values, kinds[name]).tobytes() for name, values in export(booster).items()}
