"""The packed tables of the statistical channel, read by ``mmap``.

A file is a line of text that names its sections (name, offset, length), then the sections.  N-gram counts stand in a
Bloomier filter: three reads give the level (1–15) of a known n-gram; a stranger passes for known once in 4,096.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from baguan.errors import BaguanError

MAGIC = b"baguan-spelling 1"

#: Id 0 ends a stretch: no n-gram reaches across it.
BOUNDARY, DIGIT, LATIN, OTHER, OPEN, CLOSE, LIST, COMMA = range(8)
FIRST = 8

SEGMENT_BITS = 15
SEGMENT = 1 << SEGMENT_BITS
MASK = SEGMENT - 1
PRINT_MASK = 0xFFF0
CHARACTER_BITS = 13

#: The least count of each level; level 0 is an n-gram the table does not hold.
LEVELS = (0, 1, 3, 4, 6, 9, 14, 22, 36, 60, 110, 220, 500, 1300, 5000, 30000)
MOST = len(LEVELS) - 1  # the highest level

#: Added to the hash of an n-gram to ask whether it is a word (by length).
SALTS = (0, 0, 0x5A3C96E1D2B4F87, 0x3C69F0A5B7D1E24, 0x6E1D87A2C4F3B95)
PHRASE = 4  # characters of a set phrase (成语 and the like)


#: Kinds of candidates: same sound, near sound, one letter of the pinyin, shape; two swapped, a word of like sound; a
#: character that is a part of the other, any character that makes a well-known string.
SOUND, NEAR, SLIP, SHAPE, SWAP, WORD, PART, ANY = range(8)
#: Kinds of suspects besides: a character that was dropped, one that was added.
DROPPED, ADDED = 8, 9
COMMON = 4.3  # log2 of how often a candidate must stand in the corpus
ALIKE = 4  # likeness from which a shape is a likely candidate
FREQUENT = 8.6  # the same for a slip of the key, of which there are many

Ints = npt.NDArray[np.intp]
Keys = npt.NDArray[np.uint64]
Levels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


class ModelError(BaguanError):
    """The model file is missing or damaged."""


class Candidates(NamedTuple):
    """What a character may stand for: ids; kinds (``SOUND`` … ``PART``) | likeness << 3, one for each."""

    ids: Ints
    kinds: Levels


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


@contextmanager
def unpacking(path: Path) -> Iterator[None]:
    """Turns what goes wrong when the sections of a file are read into a ``ModelError`` that names it."""
    try:
        yield
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ModelError(f"{path.name}：错字模型不完整：{error}") from error


class Model:
    """Characters, n-gram levels, words and candidates."""

    def __init__(self, path: Path) -> None:
        """Map the file.

        Raises:
            ModelError: the file cannot be read or is not what it should be.
        """
        sections = read_sections(path)
        with unpacking(path):
            self.characters = str(sections["characters"], "utf-8")
            self._classes = str(sections["classes"], "utf-8").split("\n")
            size = FIRST + len(self.characters)

            def column(name: str, kind: str) -> npt.NDArray[Any]:
                return np.frombuffer(sections[name], kind)

            #: The hash of an n-gram is the exclusive or of ``keys[k][id]`` over its places ``k``.
            self.keys: Keys = column("keys", "u8").reshape(4, size)
            self._slots = column("slots", "u2")
            self._phrases = column("phrases", "u4")
            #: log2 of the count of each id.
            self.unigrams: Floats = column("unigrams", "u2").astype(np.float32) / np.float32(16)
            #: How often a character stands in names of people, foreigners and places (log); which are surnames; the
            #: share of its uses as a word of its own.
            self.given, self.foreign, self.surnames, self.place, self.alone = (
                column(name, "u1") for name in ("given", "foreign", "surnames", "place", "alone")
            )
            self._word_keys = column("word_keys", "u4").tolist()  # quicker to search one by one
            self._word_offsets = column("word_keys_at", "u4").astype(np.intp)
            self._words = column("word_ids", "u2").reshape(-1, 2)
            self._lists = {
                name: (column(f"{name}_at", "u4"), column(name, "u2"))
                for name in ("readings", "syllables", "near", "slips", "shapes", "parts")
            }
            if not all(len(values) == size for values in (self.unigrams, self.given, self.alone, self.place)):
                raise ValueError("a column is too short")
        self._counts: list[float] = self.unigrams.tolist()
        self._candidates: dict[int, Candidates] = {}
        self._syllables: dict[tuple[int, float], list[int]] = {}
        self._folds: dict[int, tuple[int, ...]] = {}
        self.total = float(np.log2(np.exp2(self.unigrams.astype(np.float64)).sum()))

    @cached_property
    def divisions(self) -> npt.NDArray[np.bool_]:
        """Of each id, whether it ends the name of an administrative division."""
        found = np.zeros(len(self.unigrams), np.bool_)
        found[[self.ids[character] for character in "省市县区镇乡村州旗盟街路屯寨庄社"]] = True
        return found

    @cached_property
    def ids(self) -> dict[str, int]:
        """The id of every character; unknown ones have an id too."""
        found = _Ids(zip(self.characters, range(FIRST, FIRST + len(self.characters)), strict=True))
        for number, members in enumerate(self._classes, 1):
            found.update(dict.fromkeys(members, number))
        return found

    @cached_property
    def _table(self) -> npt.NDArray[np.uint16]:
        """The id of each code point of the basic plane; the last stands for all beyond it."""
        table = np.zeros(0x10001, np.uint16)
        table[0x3400:0xA000] = table[0xF900:0xFB00] = table[0x10000] = OTHER
        for number, members in enumerate(self._classes, 1):
            table[code_points(members)] = number
        table[code_points(self.characters)] = np.arange(FIRST, FIRST + len(self.characters))
        return table

    def encode(self, points: npt.NDArray[np.uint32]) -> Ints:
        """The ids of the characters with these code points."""
        return self._table[np.minimum(points, 0x10000)].astype(np.intp)

    def character(self, number: int) -> str:
        """The character of an id."""
        return self.characters[number - FIRST]

    def hashes(self, ids: Ints, order: int) -> Keys:
        """The hashes of the n-grams of this order along the last axis."""
        count = max(ids.shape[-1] - order + 1, 0)
        found: Keys = self.keys[0][ids[..., :count]]
        for place in range(1, order):
            found ^= self.keys[place][ids[..., place : place + count]]
        return found

    def levels(self, keys: Keys) -> Levels:
        """The levels of the n-grams with these hashes, 0 for one the table does not hold."""
        value = _slots(self._slots, keys)
        value ^= (keys >> np.uint64(3 * SEGMENT_BITS - 4) & np.uint64(PRINT_MASK)).astype(np.uint16)
        value[value > MOST] = 0
        found: Levels = value.astype(np.uint8)
        return found

    def fourth(self, keys: Keys) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """The character that completes a set phrase of four, by the hash of the three others, and whether that is an
        idiom (成语); 0 where none does.

        A stranger passes for one of these once in 32,768: ask whether what comes of it is a word.
        """
        value = _slots(self._phrases, keys)
        value ^= (keys >> np.uint64(3 * SEGMENT_BITS) << np.uint64(CHARACTER_BITS + 1)).astype(np.uint32)
        number = (value & (1 << CHARACTER_BITS) - 1).astype(np.intp)
        number[(value >> (CHARACTER_BITS + 1) > 0) | (number >= len(self.unigrams))] = 0
        return number, value >> CHARACTER_BITS == 1

    def row(self, name: str, number: int) -> list[int]:
        """A row of one of the ragged lists."""
        offsets, values = self._lists[name]
        found: list[int] = values[offsets[number] : offsets[number + 1]].tolist()
        return found

    def candidates(self, number: int) -> Candidates:
        """What the character may stand for."""
        found = self._candidates.get(number)
        if found is None:
            kinds = self.kinds(number)
            found = self._candidates[number] = Candidates(
                np.fromiter(kinds, np.intp, len(kinds)), np.fromiter(kinds.values(), np.uint8, len(kinds))
            )
        return found

    def kind(self, number: int, other: int) -> int:
        """What kind of candidate another character is for this one."""
        found = self.candidates(number)
        at = np.flatnonzero(found.ids == other)
        return int(found.kinds[at[0]]) if len(at) else ANY

    def kinds(self, number: int) -> dict[int, int]:
        """``candidates`` as a dictionary."""
        shapes = [(value >> 3, value & 7) for value in self.row("shapes", number)]
        kinds: dict[int, int] = {}
        readings = self.row("readings", number)
        for kind, least, names in (
            (SOUND, COMMON, readings),
            (NEAR, COMMON, [other for name in readings for other in self.row("near", name)]),
            (SLIP, FREQUENT, [other for name in readings[:1] for other in self.row("slips", name)]),
        ):
            for name in names:
                for other in self._members(name, least):
                    if other not in kinds:
                        kinds[other] = kind
            if kind == NEAR:
                for other, _ in shapes:
                    if other not in kinds and self._counts[other] >= COMMON:
                        kinds[other] = SHAPE
        for other in self.row("parts", number):
            if other not in kinds and self._counts[other] >= COMMON:
                kinds[other] = PART
        kinds.pop(number, None)
        for other, likeness in shapes:
            if other in kinds:
                kinds[other] |= likeness << 3
        return kinds

    def _members(self, syllable: int, least: float) -> list[int]:
        """The characters of a syllable that are so frequent."""
        found = self._syllables.get((syllable, least))
        if found is None:
            members = self.row("syllables", syllable)
            found = self._syllables[syllable, least] = [other for other in members if self._counts[other] >= least]
        return found

    def homophones(self, one: int, two: int) -> list[tuple[int, int]]:
        """Words of two characters, none the same, that sound much like these two; and the two swapped."""
        found = set() if one == two else {(two, one)}
        keys = self._word_keys
        for first in self.folds(one):
            for second in self.folds(two):
                key = first << 16 | second
                index = bisect_left(keys, key)
                if index < len(keys) and keys[index] == key:
                    row = self._words[self._word_offsets[index] : self._word_offsets[index + 1]].tolist()
                    found.update((a, b) for a, b in row if a != one and b != two)
        return sorted(found)

    def folds(self, number: int) -> tuple[int, ...]:
        """The usual readings of a character, easily confused ones folded together."""
        found = self._folds.get(number)
        if found is None:
            readings = self.row("readings", number)[:2]
            found = self._folds[number] = tuple({min([name, *self.row("near", name)]) for name in readings})
        return found


def _slots(slots: npt.NDArray[Any], keys: Keys) -> npt.NDArray[Any]:
    """The exclusive or of the three slots of each key."""
    span = np.uint64(len(slots) - 2 * SEGMENT)
    first = (keys - keys // span * span).astype(np.intp)
    value: npt.NDArray[Any] = slots[first]
    value ^= slots[(first + SEGMENT) ^ (keys >> np.uint64(SEGMENT_BITS) & np.uint64(MASK)).astype(np.intp)]
    value ^= slots[(first + 2 * SEGMENT) ^ (keys >> np.uint64(2 * SEGMENT_BITS) & np.uint64(MASK)).astype(np.intp)]
    return value


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text; a lone surrogate stands for itself."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
