"""Packs keys and small values into a table that answers with three reads and knows most strangers.

The table is a Bloomier filter on the graph of a binary fuse filter (Graf and Lemire, 2022): a key owns three slots in
three neighbouring segments, and the exclusive or of the three holds its value below its fingerprint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SEGMENT_BITS = 15
SEGMENT = 1 << SEGMENT_BITS
HASH_BITS = 60


class PeelError(Exception):
    """The graph did not come apart; another seed will do."""


@dataclass(frozen=True)
class Form:
    """How many bits of a slot hold the value and, above it, the fingerprint; how many slots there are for a key."""

    value_bits: int
    print_bits: int
    slot: type[np.uint16] | type[np.uint32]
    load: float


LEVELS = Form(4, 12, np.uint16, 1.13)
CHARACTERS = Form(14, 15, np.uint32, 1.25)  # few segments need more room


@dataclass
class Table:
    """The slots and the range of the first of the three."""

    slots: npt.NDArray[np.uint16 | np.uint32]
    span: int


def positions(hashes: npt.NDArray[np.uint64], span: int) -> list[npt.NDArray[np.int64]]:
    """The three slots of each key."""
    mask = np.uint64(SEGMENT - 1)
    first = (hashes % np.uint64(span)).astype(np.int64)
    second = (first + SEGMENT) ^ ((hashes >> np.uint64(SEGMENT_BITS)) & mask).astype(np.int64)
    third = (first + 2 * SEGMENT) ^ ((hashes >> np.uint64(2 * SEGMENT_BITS)) & mask).astype(np.int64)
    return [first, second, third]


def prints(hashes: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.uint64]:
    """The fingerprint of each key."""
    return (hashes >> np.uint64(3 * SEGMENT_BITS)) & np.uint64((1 << bits) - 1)


def build(hashes: npt.NDArray[np.uint64], values: npt.NDArray[np.integer], form: Form = LEVELS) -> Table:
    """Build the table of these distinct hashes.

    Raises:
        PeelError: two keys have one hash, or the graph has a core.
    """
    segments = int(np.ceil(len(hashes) * form.load / SEGMENT))
    span = (segments - 2) * SEGMENT
    size = segments * SEGMENT
    places = np.stack(positions(hashes, span))
    degree = np.zeros(size, np.int32)
    owner = np.zeros(size, np.int64)
    numbers = np.arange(len(hashes), dtype=np.int64)
    for row in places:
        degree += np.bincount(row, minlength=size).astype(np.int32)
        np.add.at(owner, row, numbers)
    rounds = []
    frontier = np.flatnonzero(degree == 1)
    left = len(hashes)
    while len(frontier):
        keys, first = np.unique(owner[frontier], return_index=True)
        pivots = frontier[first]
        rounds.append((keys, pivots))
        left -= len(keys)
        touched = places[:, keys].reshape(-1)
        np.subtract.at(degree, touched, 1)
        np.subtract.at(owner, touched, np.tile(keys, 3))
        touched = touched[degree[touched] == 1]
        frontier = np.unique(touched)
    if left:
        raise PeelError(f"{left} keys left")
    marks = prints(hashes, form.print_bits) << np.uint64(form.value_bits)
    wanted = (marks | values.astype(np.uint64)).astype(form.slot)
    slots = np.zeros(size, form.slot)
    for keys, pivots in reversed(rounds):
        mix = slots[places[0, keys]] ^ slots[places[1, keys]] ^ slots[places[2, keys]]
        slots[pivots] = mix ^ slots[pivots] ^ wanted[keys]  # a pivot is still 0 here
    return Table(slots, span)
