"""The alphabet of the model: a number for each general character and for each class of other signs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

#: Id 0 ends a stretch: nothing is counted across it.  The other classes are words of their own.
BOUNDARY, DIGIT, LATIN, OTHER, OPEN, CLOSE, LIST, COMMA = range(8)
FIRST = 8
BITS = 13

CLASSES: dict[int, str] = {
    DIGIT: "0123456789０１２３４５６７８９○〇",
    LATIN: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%.-·％",
    OPEN: "“‘《〈（([［【〔「『",
    CLOSE: "”’》〉）)]］】〕」』",
    LIST: "、",
    COMMA: "，,",
}


def read_characters(lists: Path) -> list[str]:
    """The 8,105 general characters, in the order of the standard (the common ones first)."""
    found: dict[str, None] = {}
    for level in (1, 2, 3):
        for character in (lists / f"tgscc_level{level}.txt").read_text(encoding="utf-8"):
            if "\u3400" <= character <= "\uffff" and character.isalpha():
                found.setdefault(character)
    return list(found)


def lookup(characters: list[str]) -> npt.NDArray[np.uint16]:
    """The id of every code point of the basic plane."""
    table = np.zeros(65536, np.uint16)
    for first, last in ((0x3400, 0x9FFF), (0xF900, 0xFAFF)):
        table[first : last + 1] = OTHER
    for number, members in CLASSES.items():
        for character in members:
            table[ord(character)] = number
    for number, character in enumerate(characters, FIRST):
        table[ord(character)] = number
    return table


def encode(text: str, table: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """The ids of a text."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return table[np.where(points > 0xFFFF, 0xFFFD, points)]
