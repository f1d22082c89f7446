"""The scorer: an ensemble of small trees, evaluated in pure Python."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from baguan.spelling.model import ModelError, read_sections

NAMES = ("roots", "features", "thresholds", "left", "right", "leaves")

EARLY = 24  # after so many trees, and again after twice as many, a hopeless candidate is dropped
HOPELESS = -3.6


class Scorer:
    """Tells how probable it is that a candidate is what was meant."""

    def __init__(
        self,
        roots: Sequence[int],
        features: Sequence[int],
        thresholds: Sequence[float],
        left: Sequence[int],
        right: Sequence[int],
        leaves: Sequence[float],
    ) -> None:
        """The trees as parallel lists; a child below 0 is the leaf ``~child``."""
        nodes = list(zip(features, thresholds, left, right, strict=True))
        self._trees = [_tree(nodes, leaves, root) for root in roots]

    @classmethod
    def load(cls, path: Path, prefix: str = "") -> Scorer:
        """Read the trees of a packed file whose sections' names begin with ``prefix``.

        Raises:
            ModelError: the file cannot be read or is not what it should be.
        """
        sections = read_sections(path)
        try:
            parts = [sections[prefix + name] for name in NAMES]
            roots, left, right = (parts[index].cast("h").tolist() for index in (0, 3, 4))
            features = list(parts[1])
            thresholds, leaves = (array("f", bytes(parts[index])) for index in (2, 5))
            return cls(roots, features, thresholds, left, right, leaves)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ModelError(f"{path.name}：错字模型不完整：{error}") from error

    def margin(self, values: Sequence[float]) -> float:
        """The log odds; what is hopeless after some trees is not read to the end."""
        total = 0.0
        for count, tree in enumerate(self._trees):
            node = tree
            while node.__class__ is tuple:
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node
            if count in (EARLY, 2 * EARLY) and total < HOPELESS:
                break
        return total


def probability(margin: float) -> float:
    """The log odds as a probability."""
    return 1 / (1 + math.exp(-margin))


def _tree(nodes: list[tuple[int, float, int, int]], leaves: Sequence[float], root: int) -> Any:
    """A tree as nested tuples: feature, threshold, where it is at most that, where it is more."""
    if root < 0:
        return leaves[~root]
    feature, threshold, left, right = nodes[root]
    return feature, threshold, _tree(nodes, leaves, left), _tree(nodes, leaves, right)
