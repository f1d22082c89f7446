"""The scorer: an ensemble of small trees, walked for many rows at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from baguan.spelling.model import Floats, Ints, read_sections, unpacking

NAMES = ("roots", "features", "thresholds", "left", "right", "leaves")
KINDS = ("i2", "u1", "f4", "i2", "i2", "f4")  # as they are packed

ROWS = 256  # walked in one go
EARLY = 100  # after so many trees what is hopeless is not walked to the end
HOPELESS = -4.0


class Scorer:
    """Tells how probable it is that a candidate is what was meant."""

    def __init__(
        self,
        roots: npt.ArrayLike,
        features: npt.ArrayLike,
        thresholds: npt.ArrayLike,
        left: npt.ArrayLike,
        right: npt.ArrayLike,
        leaves: npt.ArrayLike,
    ) -> None:
        """The trees as parallel lists; a root or child below 0 is the leaf ``~child``.

        Raises:
            ValueError: the lists are of unequal length.
            IndexError: a root or child is neither a node nor a leaf.
        """
        tops, asked, lower, higher = (np.asarray(part, np.intp) for part in (roots, features, left, right))
        limits, ends = np.asarray(thresholds, np.float32), np.asarray(leaves, np.float32)
        self._count = count = len(asked)
        if {count} != {len(limits), len(lower), len(higher)}:
            raise ValueError("trees of unequal length")
        # leaves follow the nodes; a leaf is its own child, so that all rows can go on as long as one has a way to go
        own = np.arange(count, count + len(ends))

        def places(numbers: Ints) -> Ints:
            if len(numbers) and not -len(ends) <= numbers.min() <= numbers.max() < count:
                raise IndexError("a node is missing")
            return np.where(numbers < 0, count + ~numbers, numbers)

        self._roots = places(tops)
        self._lower, self._higher = np.append(places(lower), own), np.append(places(higher), own)
        self._features = np.append(asked, np.zeros_like(own))
        self._limits = np.append(limits, np.zeros(len(own), np.float32))
        self._leaves = np.append(np.zeros(count, np.float32), ends)

    @classmethod
    def load(cls, path: Path, prefix: str = "") -> Scorer:
        """Read the trees of a packed file whose sections' names begin with ``prefix``.

        Raises:
            ModelError: the file cannot be read or is not what it should be.
        """
        sections = read_sections(path)
        with unpacking(path):
            parts = [np.frombuffer(sections[prefix + name], kind) for name, kind in zip(NAMES, KINDS, strict=True)]
            return cls(*parts)

    def margins(self, values: Floats) -> Floats:
        """The log odds of each row; of a hopeless one by the first trees alone."""
        found = self._walk(values, self._roots[:EARLY])
        rest = np.flatnonzero(found > HOPELESS)
        found[rest] += self._walk(values[rest], self._roots[EARLY:])
        return found

    def _walk(self, values: Floats, roots: Ints) -> Floats:
        parts = (self._sum(values[start : start + ROWS], roots) for start in range(0, len(values), ROWS))
        return np.concatenate([np.zeros(0, np.float32), *parts])

    def _sum(self, values: Floats, roots: Ints) -> Floats:
        flat = values.ravel()
        base = np.arange(len(values))[:, None] * values.shape[1]
        nodes = np.broadcast_to(roots, (len(values), len(roots)))
        while (nodes < self._count).any():
            lower = flat[base + self._features[nodes]] <= self._limits[nodes]
            nodes = np.where(lower, self._lower[nodes], self._higher[nodes])
        total: Floats = self._leaves[nodes].sum(1)
        return total
