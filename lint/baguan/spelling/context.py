"""A small network that tells how well a character fits between its neighbours, seven on either side.

One hidden layer over a table of vectors for each character at each distance, and for pairs of the nearest neighbours
(a neural probabilistic language model, Bengio et al., 2003, read from both sides; pairs share vectors by hashing,
Weinberger et al., 2009).  The vectors are numbers of four bits, two to a byte.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from baguan.spelling.model import FIRST, Floats, Ints, read_sections, unpacking

REACH = 7
OFFSETS = (*range(-REACH, 0), *range(1, REACH + 1))
PAIRS = ((-2, -1), (-1, 1), (1, 2))  # no more: with the others they are 17 vectors, whose sum (17 × 15) fills a byte
PLACES = 512  # looked at in one go
_OFFSETS, _BASES = np.array(OFFSETS)[:, None], np.arange(len(OFFSETS))[:, None]
_ONES, _TWOS = np.array(PAIRS).T[:, :, None]
_PAIR_BASES = np.arange(len(PAIRS))[:, None]
_LOW, _HALF = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(4)
_MIX, _MIX_SHIFT = 2654435761, 24  # the hash of a pair (Knuth, 6.4)


def pair_rows(one: Any, two: Any, count: int, buckets: int) -> Any:
    """The rows that pairs of numbers below ``count`` share; ``buckets`` is a power of two (arrays or tensors)."""
    return ((one * count + two) * _MIX >> _MIX_SHIFT) & (buckets - 1)


class Context:
    """The network."""

    def __init__(self, path: Path) -> None:
        """Map the file.

        Raises:
            ModelError: the file cannot be read or is not what it should be.
        """
        sections = read_sections(path)
        with unpacking(path):
            #: The number of each id in the network.
            self.numbers = np.frombuffer(sections["numbers"], "u2").astype(np.intp)
            self._thresholds = np.frombuffer(sections["thresholds"], "f4")
            self._bias = np.frombuffer(sections["bias"], "f4")
            (self._scale,) = np.frombuffer(sections["scale"], "f4")
            size, self._count = len(self._thresholds), len(self._bias)
            self._packed_out = np.frombuffer(sections["out"], "i1").reshape(self._count, size)
            self._vectors = np.frombuffer(sections["vectors"], "u8").reshape(-1, size // 16)
            buckets, rest = divmod(len(self._vectors) - len(OFFSETS) * self._count, len(PAIRS))
            if rest or buckets <= 0 or buckets & (buckets - 1):
                raise ValueError("the number of vectors is wrong")
        self._buckets = buckets

    @cached_property
    def _out(self) -> Floats:
        found: Floats = self._packed_out.astype(np.float32) * self._scale
        return found

    def hidden(self, ids: Ints, places: Ints) -> Floats:
        """What the neighbours of each place say; seven ids must stand on either side of all."""
        numbers = self.numbers[ids]
        rows = np.empty((len(OFFSETS) + len(PAIRS), len(places)), np.intp)
        rows[: len(OFFSETS)] = numbers[_OFFSETS + places] + _BASES * self._count
        pairs = pair_rows(numbers[_ONES + places], numbers[_TWOS + places], self._count, self._buckets)
        rows[len(OFFSETS) :] = pairs + _PAIR_BASES * self._buckets + len(OFFSETS) * self._count
        packed = self._vectors.take(rows, 0)
        low = (packed & _LOW).sum(0)  # eight numbers at a time: no sum of seventeen fills its byte
        packed >>= _HALF
        packed &= _LOW
        sums = np.concatenate((low.view(np.uint8), packed.sum(0).view(np.uint8)), 1)
        found: Floats = sums - self._thresholds
        return np.maximum(found, 0, out=found)

    def scores(self, hidden: Floats) -> Floats:
        """How well each numbered character fits: logarithms (base e) up to a constant of the place."""
        found: Floats = hidden @ self._out.T
        found += self._bias
        return found

    def score(self, hidden: Floats, ids: Ints) -> Floats:
        """How well one character fits at each place: its column of ``scores``."""
        numbers = self.numbers[ids]
        found: Floats = np.einsum("ij,ij->i", hidden, self._out[numbers])
        found += self._bias[numbers]
        return found

    def fits(self, ids: Ints, places: Ints) -> Floats:
        """How well what stands at each place fits there."""
        parts = [places[start : start + PLACES] for start in range(0, len(places), PLACES)]
        return np.concatenate([np.zeros(0, np.float32), *(self.score(self.hidden(ids, p), ids[p]) for p in parts)])

    def best(self, scores: Floats) -> Ints:
        """The id that fits best at each place."""
        found: Ints = self.ids[FIRST + scores[:, FIRST:].argmax(1)]
        return found

    @cached_property
    def ids(self) -> Ints:
        """The id of each number; the last of those that share one."""
        found = np.zeros(self._count, np.intp)
        found[self.numbers] = np.arange(len(self.numbers))
        return found
