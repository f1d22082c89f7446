"""The scorer: an ensemble of small trees, evaluated in pure Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from baguan.spelling.model import ModelError, read_sections

NAMES = ("roots", "features", "thresholds", "left", "right", "leaves")

EARLY = 24  # after so many trees, and again after twice as many, a hopeless candidate is dropped
HOPELESS = -5.5


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
        self._nodes = features, thresholds, left, right, leaves
        self._roots = roots
        self._trees: list[Any] = [None] * len(roots)

    @classmethod
    def load(cls, path: Path, prefix: str = "") -> Scorer:
        """Read the trees of a packed file whose sections' names begin with ``prefix``.

        Raises:
            ModelError: the file cannot be read or is not what it should be.
        """
        sections = read_sections(path)
        try:
            parts = [sections[prefix + name] for name in NAMES]
            roots, left, right = (parts[index].cast("h") for index in (0, 3, 4))
            thresholds, leaves = (parts[index].cast("f") for index in (2, 5))
            if len({len(parts[1]), len(thresholds), len(left), len(right)}) > 1:
                raise ValueError("trees of unequal length")
            return cls(roots, parts[1], thresholds, left, right, leaves)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ModelError(f"{path.name}：错字模型不完整：{error}") from error

    def margin(self, values: Sequence[float]) -> float:
        """The log odds; what is hopeless after some trees is not read to the end."""
        total = 0.0
        for count, tree in enumerate(self._trees):
            node = tree if tree is not None else self._build(count)
            while node.__class__ is tuple:
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node
            if count in (EARLY, 2 * EARLY) and total < HOPELESS:
                break
        return total

    def _build(self, number: int) -> Any:
        """A tree as nested tuples: feature, threshold, where it is at most that, where it is more.

        Made when it is first asked: most texts need only the first trees.
        """
        features, thresholds, left, right, leaves = self._nodes

        def node(index: int) -> Any:
            if index < 0:
                return leaves[~index]
            return features[index], thresholds[index], node(left[index]), node(right[index])

        tree = self._trees[number] = node(self._roots[number])
        return tree
