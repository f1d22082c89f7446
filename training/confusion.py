"""Which characters are taken for which: by sound (pypinyin, MIT) and by shape (rendered glyphs)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

#: Finals and initials that many speakers and input methods do not tell apart.
_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "h": "f", "r": "l"}
_FINALS = (("ing", "in"), ("eng", "en"), ("ang", "an"), ("uang", "uan"))

FONTS = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc")
SIMPLIFIED = 2  # index of the SC face in the collections
SHAPES = 24


def syllables(characters: list[str]) -> dict[str, list[str]]:
    """The readings of each character without tone, the usual one first."""
    from pypinyin import Style, pinyin

    found = {}
    for character in characters:
        readings = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
        found[character] = list(dict.fromkeys(reading.replace("v", "u:") for reading in readings if reading.isalpha()))
    return found


def near(syllable: str) -> str:
    """The syllable with what is easily confused folded together."""
    for initial in ("zh", "ch", "sh", "n", "h", "r"):
        if syllable.startswith(initial):
            syllable = _INITIALS[initial] + syllable[len(initial) :]
            break
    for final, short in _FINALS:
        if syllable.endswith(final):
            return syllable[: -len(final)] + short
    return syllable


def one_letter(first: str, second: str) -> bool:
    """Whether two syllables differ in one letter, as when a key slips."""
    if len(first) == len(second):
        return sum(a != b for a, b in zip(first, second, strict=True)) == 1
    if len(first) > len(second):
        first, second = second, first
    return len(second) - len(first) == 1 and any(second[:i] + second[i + 1 :] == first for i in range(len(second)))


def glyphs(characters: list[str], fonts: Path) -> list[npt.NDArray[np.float32]]:
    """For each font a matrix of blurred 28×28 pictures, one row a character, of length 1."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    matrices = []
    for name in FONTS:
        font = ImageFont.truetype(str(fonts / name), 26, index=SIMPLIFIED)
        rows = np.zeros((len(characters), 784), np.float32)
        for index, character in enumerate(characters):
            image = Image.new("L", (28, 28), 0)
            ImageDraw.Draw(image).text((14, 14), character, font=font, fill=255, anchor="mm")
            rows[index] = np.asarray(image.filter(ImageFilter.GaussianBlur(1.1)), np.float32).reshape(-1)
        rows -= rows.mean(axis=1, keepdims=True)
        matrices.append(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6))
    return matrices


def shape_neighbours(characters: list[str], fonts: Path) -> dict[str, list[tuple[str, float]]]:
    """The ``SHAPES`` characters that look most alike, with the likeness (mean cosine over the fonts)."""
    matrices = glyphs(characters, fonts)
    found = {}
    for low in range(0, len(characters), 512):
        likeness = sum(matrix[low : low + 512] @ matrix.T for matrix in matrices) / len(matrices)
        for row, values in enumerate(likeness):
            values[low + row] = -1
            best = np.argsort(-values, kind="stable")[:SHAPES]
            found[characters[low + row]] = [(characters[j], float(values[j])) for j in best]
    return found


def by_syllable(readings: dict[str, list[str]]) -> dict[str, list[str]]:
    """The characters of each syllable."""
    found: dict[str, list[str]] = defaultdict(list)
    for character, names in readings.items():
        for name in names:
            found[name].append(character)
    return found
