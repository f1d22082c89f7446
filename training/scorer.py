"""Learns the scorer: labelled candidates from the development sets, held-out paragraphs and synthetic faults."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from baguan.spelling.evidence import MORE, NAMES
from baguan.spelling.scan import Choice, Scanner
from baguan.spelling.scorer import Scorer

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int8]

FOLDS = 5
SIEVE, PARTICLE = "sieve_", "particle_"
ROUNDS, SIEVE_ROUNDS = 260, 48  # trees
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 20,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.6,
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


@dataclass
class Rows:
    """Candidates with their labels, weights and folds (-1: always for learning)."""

    values: array[float] = field(default_factory=lambda: array("f"))
    labels: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)

    def add(self, scanner: Scanner, source: str, target: str, weight: float, fold: int) -> None:
        """Read one sentence; a candidate is right when it makes its stretch what the target has there."""
        for choices in scanner.choices(source):
            self._take(choices, source, target, weight, fold)

    def add_particles(self, scanner: Scanner, source: str, target: str, weight: float, fold: int, at: int = -1) -> None:
        """Read the 的, 地, 得 of one sentence, or only the one that stands ``at`` a place."""
        for choices in scanner.particles(source):
            if at < 0 or choices[0].at == at:
                self._take(choices, source, target, weight, fold)

    def _take(self, choices: list[Choice], source: str, target: str, weight: float, fold: int) -> None:
        for choice in choices:
            end = choice.at + choice.size
            self.values.extend(choice.values)
            self.labels.append(int(source[choice.at : end] != target[choice.at : end] == choice.new))
            self.weights.append(weight)
            self.folds.append(fold)

    def arrays(self) -> tuple[Floats, Numbers, Floats, Numbers]:
        """The rows as arrays."""
        return (
            np.frombuffer(self.values, np.float32).reshape(len(self.labels), -1),
            np.array(self.labels, np.int8),
            np.array(self.weights, np.float32),
            np.array(self.folds, np.int8),
        )


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
    data = lightgbm.Dataset(values, labels, weight=weights, feature_name=[*NAMES, *MORE][: values.shape[1]])
    return lightgbm.train(PARAMETERS, data, rounds)


def export(booster: Any) -> dict[str, list[Any]]:
    """The trees as the parallel lists of ``Scorer``."""
    lists: dict[str, list[Any]] = {name: [] for name in ("roots", "features", "thresholds", "left", "right", "leaves")}

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
    kinds = {"roots": "i2", "features": "u1", "thresholds": "f4", "left": "i2", "right": "i2", "leaves": "f4"}
    return {prefix + name: np.array(values, kinds[name]).tobytes() for name, values in export(booster).items()}
