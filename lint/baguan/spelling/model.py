"""The packed tables of the statistical channel, read by ``mmap``.

A file is a line of text that names its sections (name, offset, length), then the sections.  N-gram counts stand in a
Bloomier filter: three reads give the level (1–15) of a known n-gram; a stranger passes for known once in 4,096.
"""

from __future__ import annotations

import math
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from baguan.errors import BaguanError

MAGIC = b"baguan-spelling 1"

#: Id 0 ends a stretch: no n-gram reaches across it.
BOUNDARY, DIGIT, LATIN, OTHER, OPEN, CLOSE, LIST, COMMA = range(8)
FIRST = 8

SEGMENT_BITS = 15
SEGMENT = 1 << SEGMENT_BITS
MASK = SEGMENT - 1
PRINT_MASK = 0xFFF0

#: The least count of each level; level 0 is an n-gram the table does not hold.
LEVELS = (0, 1, 3, 4, 6, 9, 14, 22, 36, 60, 110, 220, 500, 1300, 5000, 30000)

#: Added to the hash of an n-gram to ask whether it is a word (by length).
SALTS = (0, 0, 0x5A3C96E1D2B4F87, 0x3C69F0A5B7D1E24, 0x6E1D87A2C4F3B95)


#: Kinds of candidates: same sound, near sound, one letter of the pinyin, shape; two swapped, a word of like sound; a
#: character that is a part of the other, any character that makes a well-known string.
SOUND, NEAR, SLIP, SHAPE, SWAP, WORD, PART, ANY = range(8)
COMMON = 4.3  # log2 of how often a candidate must stand in the corpus
ALIKE = 4  # likeness from which a shape is a likely candidate
FREQUENT = 8.6  # the same for a slip of the key, of which there are many

_SMALL = list(range(1 << 13))  # one object a number, however many sets hold it


class ModelError(BaguanError):
    """The model file is missing or damaged."""


class _Ids(dict[str, int]):
    """Character to id; what has none is another ideograph or a boundary."""

    def __missing__(self, character: str) -> int:
        point = ord(character)
        ideograph = 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or point > 0xFFFF
        value = self[character] = OTHER if ideograph else BOUNDARY
        return value


def read_sections(path: Path) -> dict[str, memoryview]:
    """The sections of a packed file, without a copy.

    Raises:
        ModelError: the file cannot be read or is not what it should be.
    """
    try:
        with path.open("rb") as stream:
            data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            header = stream.readline().split(b"\t")
    except (OSError, ValueError) as error:
        raise ModelError(f"{path.name}：错字模型无法读取：{error}") from error
    if header[0] != MAGIC or len(header) < 2:
        raise ModelError(f"{path.name}：不是错字模型，或版本不符")
    view = memoryview(data)
    sections = {}
    for entry in header[1:]:
        name, offset, length = entry.decode("ascii").split()
        if int(offset) + int(length) > len(view):
            raise ModelError(f"{path.name}：错字模型不完整")
        sections[name] = view[int(offset) : int(offset) + int(length)]
    return sections


class Model:
    """Characters, n-gram levels, words and candidates."""

    def __init__(self, path: Path) -> None:
        """Map the file.

        Raises:
            ModelError: the file cannot be read or is not what it should be.
        """
        sections = read_sections(path)
        try:
            self.characters = str(sections["characters"], "utf-8")
            self._classes = str(sections["classes"], "utf-8").split("\n")
            size = FIRST + len(self.characters)
            keys = array("Q", bytes(sections["keys"]))
            #: The hash of an n-gram is the exclusive or of ``keys[k][id]`` over its places ``k``.
            self.keys: Sequence[list[int]] = [keys[k * size : (k + 1) * size].tolist() for k in range(4)]
            self.slots = sections["slots"].cast("H")
            self.span = len(self.slots) - 2 * SEGMENT
            #: log2 of the count of each id, in sixteenths.
            self.unigrams = [value / 16 for value in sections["unigrams"].cast("H")]
            self.given = bytes(sections["given"])
            self.foreign = bytes(sections["foreign"])
            self.surnames = bytes(sections["surnames"])
            #: How often a character stands in names of places (log), and the share of its uses as a word of its own.
            self.place = bytes(sections["place"])
            self.alone = bytes(sections["alone"])
            self._word_keys = sections["word_keys"].cast("I")
            self._word_offsets = sections["word_keys_at"].cast("I")
            self._words = sections["word_ids"].cast("H")
            self._lists = {
                name: (sections[f"{name}_at"].cast("I"), sections[name].cast("H"))
                for name in ("readings", "syllables", "near", "slips", "shapes", "parts", "followers", "leaders")
            }
        except (KeyError, TypeError, UnicodeDecodeError) as error:
            raise ModelError(f"{path.name}：错字模型不完整：{error}") from error
        self._followers: dict[int, frozenset[int]] = {}
        self._folds: dict[int, tuple[int, ...]] = {}
        self._leaders: dict[int, frozenset[int]] = {}
        self._candidates: dict[int, tuple[dict[int, int], frozenset[int], frozenset[int]]] = {}
        self.total = math.log2(sum(2**value for value in self.unigrams))

    @cached_property
    def divisions(self) -> frozenset[int]:
        """The characters that end the name of an administrative division."""
        return frozenset(self.ids[character] for character in "省市县区镇乡村州旗盟街路屯寨庄社")

    @cached_property
    def ids(self) -> dict[str, int]:
        """The id of every character; unknown ones have an id too."""
        found = _Ids(zip(self.characters, range(FIRST, FIRST + len(self.characters)), strict=True))
        for number, members in enumerate(self._classes, 1):
            found.update(dict.fromkeys(members, number))
        return found

    def character(self, number: int) -> str:
        """The character of an id."""
        return self.characters[number - FIRST]

    def level(self, key: int) -> int:
        """The level of the n-gram with this hash, 0 when the table does not hold it."""
        slots = self.slots
        first = key % self.span
        value = (
            slots[first]
            ^ slots[(first + SEGMENT) ^ (key >> SEGMENT_BITS & MASK)]
            ^ slots[(first + 2 * SEGMENT) ^ (key >> 2 * SEGMENT_BITS & MASK)]
            ^ (key >> 3 * SEGMENT_BITS - 4 & PRINT_MASK)
        )
        return value if value < 16 else 0

    def levels(self, keys: Sequence[int]) -> list[int]:
        """``level`` of many."""
        slots, span = self.slots, self.span
        found = [
            slots[first := key % span]
            ^ slots[(first + SEGMENT) ^ (key >> SEGMENT_BITS & MASK)]
            ^ slots[(first + 2 * SEGMENT) ^ (key >> 2 * SEGMENT_BITS & MASK)]
            ^ (key >> 3 * SEGMENT_BITS - 4 & PRINT_MASK)
            for key in keys
        ]
        return [value if value < 16 else 0 for value in found]

    def row(self, name: str, number: int) -> Sequence[int]:
        """A row of one of the ragged lists."""
        offsets, values = self._lists[name]
        return values[offsets[number] : offsets[number + 1]]

    def followers(self, number: int) -> frozenset[int]:
        """The ids that are known to follow this one."""
        found = self._followers.get(number)
        if found is None:
            found = self._followers[number] = frozenset(map(_SMALL.__getitem__, self.row("followers", number)))
        return found

    def leaders(self, number: int) -> frozenset[int]:
        """The ids that are known to precede this one."""
        found = self._leaders.get(number)
        if found is None:
            found = self._leaders[number] = frozenset(map(_SMALL.__getitem__, self.row("leaders", number)))
        return found

    def candidates(self, number: int) -> tuple[dict[int, int], frozenset[int], frozenset[int]]:
        """What the character may stand for: id to kind (``SOUND`` … ``SHAPE``) | likeness << 2; the likely ones;
        and all but slips and parts."""
        found = self._candidates.get(number)
        if found is None:
            found = self._candidates[number] = self._collect(number)
        return found

    def homophones(self, one: int, two: int) -> list[tuple[int, int]]:
        """Words of two characters, none the same, that sound much like these two; and the two swapped."""
        found = set() if one == two else {(two, one)}
        keys, offsets, words = self._word_keys, self._word_offsets, self._words
        for first in self.folds(one):
            for second in self.folds(two):
                key = first << 16 | second
                index = bisect_left(keys, key)
                if index < len(keys) and keys[index] == key:
                    row = words[2 * offsets[index] : 2 * offsets[index + 1]]
                    found.update((a, b) for a, b in zip(row[::2], row[1::2], strict=True) if a != one and b != two)
        return list(found)

    def folds(self, number: int) -> tuple[int, ...]:
        """The usual readings of a character, easily confused ones folded together."""
        found = self._folds.get(number)
        if found is None:
            readings = self.row("readings", number)[:2]
            found = tuple({min([name, *self.row("near", name)]) for name in readings})
            self._folds[number] = found
        return found

    def _collect(self, number: int) -> tuple[dict[int, int], frozenset[int], frozenset[int]]:
        unigrams = self.unigrams
        likeness = {value >> 3: value & 7 for value in self.row("shapes", number)}
        kinds: dict[int, int] = {}
        readings = self.row("readings", number)
        for kind, least, names in (
            (SOUND, COMMON, readings),
            (NEAR, COMMON, [other for name in readings for other in self.row("near", name)]),
            (SLIP, FREQUENT, [other for name in readings[:1] for other in self.row("slips", name)]),
        ):
            for name in names:
                for other in self.row("syllables", name):
                    if other not in kinds and unigrams[other] >= least:
                        kinds[other] = kind
            if kind == NEAR:
                for other in likeness:
                    if other not in kinds and unigrams[other] >= COMMON:
                        kinds[other] = SHAPE
        for other in self.row("parts", number):
            if other not in kinds and unigrams[other] >= COMMON:
                kinds[other] = PART
        kinds.pop(number, None)
        found = {_SMALL[other]: kind | likeness.get(other, 0) << 3 for other, kind in kinds.items()}
        strong = frozenset(other for other, kind in found.items() if kind & 7 == SOUND or kind >> 3 >= ALIKE)
        close = frozenset(other for other, kind in found.items() if kind & 7 not in (SLIP, PART))
        return found, strong, close
