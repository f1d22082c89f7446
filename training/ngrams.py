"""Counts the n-grams of the corpus and chooses those worth shipping."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from training.alphabet import BITS, BOUNDARY, FIRST

Keys = npt.NDArray[np.uint64]


def count(ids: npt.NDArray[np.uint16], order: int, least: int) -> tuple[Keys, npt.NDArray[np.int64]]:
    """The n-grams of one order that stand at least ``least`` times, packed ``BITS`` bits an id, and their counts.

    N-grams over a boundary and those without any character of their own are left out.
    """
    size = len(ids) - order + 1
    key = np.zeros(size, np.uint64)
    good = np.ones(size, bool)
    own = np.zeros(size, bool)
    for offset in range(order):
        piece = ids[offset : offset + size]
        key = (key << np.uint64(BITS)) | piece
        good &= piece != BOUNDARY
        own |= piece >= FIRST
    key = key[good & own]
    key.sort()
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    counts = np.diff(np.concatenate((first, [len(key)])))
    keep = counts >= least
    return key[first[keep]], counts[keep]
