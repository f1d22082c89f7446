"""A small network that tells how well a character fits between its neighbours, seven on either side.

One hidden layer over a table of vectors for each character at each distance (a neural probabilistic language model,
Bengio et al., 2003, read from both sides).  The vectors are numbers of four bits, two to a byte: those of a place are
added in one addition of long integers, each sum in a byte of its own.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import mul
from pathlib import Path

from baguan.spelling.model import FIRST, ModelError, read_sections

REACH = 7
STRONG = 36  # units of the hidden layer that a rough look heeds
FINE = 4  # steps to a unit of the hidden layer there
_OFFSETS = (*range(-REACH, 0), *range(1, REACH + 1))


class _Rows(dict[int, int]):
    """The vectors as long integers, a number in a byte, spread out when they are first asked for."""

    def __init__(self, vectors: memoryview, half: int) -> None:
        self._vectors = vectors
        self._half = half
        self._mask = int.from_bytes(b"\x0f" * half, "little")

    def __missing__(self, row: int) -> int:
        packed = int.from_bytes(self._vectors[row * self._half : (row + 1) * self._half], "little")
        value = self[row] = packed & self._mask | (packed >> 4 & self._mask) << 8 * self._half
        return value


class Context:
    """The network."""

    def __init__(self, path: Path) -> None:
        """Map the file.

        Raises:
            ModelError: the file cannot be read or is not what it should be.
        """
        sections = read_sections(path)
        try:
            self._numbers = sections["numbers"].cast("H").tolist()
            self._vectors = sections["vectors"]
            self._thresholds: list[float] = array("f", bytes(sections["thresholds"])).tolist()
            self._bias: list[float] = array("f", bytes(sections["bias"])).tolist()
            (self._scale,) = array("f", bytes(sections["scale"]))
            self._out = sections["out"].cast("b")
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{path.name}：错字模型不完整：{error}") from error
        self._size = len(self._thresholds)
        self._half = self._size // 2
        self._count = len(self._bias)
        if len(self._vectors) != len(_OFFSETS) * self._count * self._half or len(self._out) != self._count * self._size:
            raise ModelError(f"{path.name}：错字模型不完整")
        self._bases = range(0, len(_OFFSETS) * self._count, self._count)
        self._rows = _Rows(self._vectors, self._half)

    def hidden(self, ids: list[int], at: int) -> list[float]:
        """What the neighbours of the place ``at`` say; seven ids must stand on either side."""
        numbers, rows, size = self._numbers, self._rows, self._size
        around = ids[at - REACH : at] + ids[at + 1 : at + REACH + 1]
        sums = sum([rows[base + numbers[n]] for base, n in zip(self._bases, around, strict=True)]).to_bytes(
            size, "little"
        )
        return [value - least if value > least else 0.0 for value, least in zip(sums, self._thresholds, strict=True)]

    def score(self, hidden: Sequence[float], number: int) -> float:
        """How well the character with this id fits there: a logarithm (base e) up to a constant of the place."""
        number = self._numbers[number]
        start = number * self._size
        value: float = sum(map(mul, hidden, self._out[start : start + self._size]))
        return value * self._scale + self._bias[number]

    def likely(self, hidden: Sequence[float], among: Iterable[int], count: int) -> tuple[int, list[int]]:
        """Roughly the best of all ids that have a vector, and the ``count`` best of those ``among``."""
        values = self._rough(hidden)
        numbers = self._numbers
        rated = sorted(((values[number], n) for n in among if (number := numbers[n]) >= FIRST), reverse=True)
        return self._ids[values.index(max(values))], [n for _, n in rated[:count]]

    def _rough(self, hidden: Sequence[float]) -> array[int]:
        """How well each of the numbered characters fits, by the strongest units of the hidden layer alone.

        All are added up at once: a unit is one long integer with a character in every four bytes.
        """
        columns = self._columns
        total = columns[-1]
        for unit in sorted(range(self._size), key=hidden.__getitem__)[-STRONG:]:
            total += columns[unit] * int(FINE * hidden[unit] + 0.5)
        values = array("I", total.to_bytes(4 * self._count, sys.byteorder))
        values[:FIRST] = array("I", bytes(4 * FIRST))  # what is no character is never meant
        return values

    @cached_property
    def _columns(self) -> list[int]:
        """For each unit its weights over all characters, 128 more than they are; then the biases."""
        flip = bytes(value ^ 0x80 for value in range(256))
        unsigned = bytes(self._out).translate(flip)
        found = []
        at = 0 if sys.byteorder == "little" else 3
        for unit in range(self._size):
            lanes = bytearray(4 * self._count)
            lanes[at::4] = unsigned[unit :: self._size]
            found.append(int.from_bytes(lanes, sys.byteorder))
        least = min(self._bias)
        fine = FINE / self._scale
        biases = array("I", [int(fine * (value - least)) for value in self._bias])
        found.append(int.from_bytes(biases.tobytes(), sys.byteorder))
        return found

    @cached_property
    def _ids(self) -> dict[int, int]:
        return {number: n for n, number in enumerate(self._numbers)}
