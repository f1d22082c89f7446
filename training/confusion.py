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

#: A part of a character against a whole one: side of the patches, how many are kept, the least cosine, and how little
#: ink a gap between two parts holds (of the mean).
PATCH, PARTS, PART_LIKE, GAP_INK = 20, 8, 0.72, 0.6


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


def part_neighbours(characters: list[str], fonts: Path) -> dict[str, list[tuple[str, float]]]:
    """For each character those that are nearly the whole of its left, right, upper or lower part, with the likeness."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(str(fonts / FONTS[0]), 64, index=SIMPLIFIED)
    wholes = np.zeros((len(characters), PATCH * PATCH), np.float32)
    parts = np.zeros((4, len(characters), PATCH * PATCH), np.float32)
    for index, character in enumerate(characters):
        image = Image.new("L", (80, 80), 0)
        ImageDraw.Draw(image).text((40, 40), character, font=font, fill=255, anchor="mm")
        picture = _trim(np.asarray(image))
        wholes[index] = _patch(picture)
        for axis in (1, 0):
            if place := _gap(picture, axis):
                first, second = np.split(picture, [place], axis)
                parts[2 * axis, index], parts[2 * axis + 1, index] = _patch(_trim(first)), _patch(_trim(second))
    found = {}
    for low in range(0, len(characters), 512):
        likeness = (parts[:, low : low + 512] @ wholes.T).max(axis=0)
        for row, values in enumerate(likeness):
            values[low + row] = 0
            best = np.argsort(-values, kind="stable")[:PARTS]
            found[characters[low + row]] = [(characters[j], float(values[j])) for j in best if values[j] >= PART_LIKE]
    return found


def _trim(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture without its empty margins."""
    rows, columns = (np.flatnonzero(picture.max(axis=axis, initial=0) > 60) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return picture[:0, :0]
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _gap(picture: npt.NDArray[np.uint8], axis: int) -> int:
    """Where a character falls into two parts side by side (1) or one on the other (0); 0 where it does not."""
    ink = picture.astype(np.float32).sum(axis=1 - axis)
    low, high = int(len(ink) * 0.25), int(len(ink) * 0.75)
    if high - low < 2:
        return 0
    place = low + int(np.argmin(ink[low:high]))
    return place if ink[place] < GAP_INK * ink.mean() else 0


def _patch(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """A small blurred picture of length 1; nothing for what is too small to be a character."""
    from PIL import Image, ImageFilter

    if min(picture.shape) < 6:
        return np.zeros(PATCH * PATCH, np.float32)
    small = Image.fromarray(picture).resize((PATCH, PATCH), Image.Resampling.BILINEAR)
    values = np.asarray(small.filter(ImageFilter.GaussianBlur(1.2)), np.float32).reshape(-1)
    values = values - values.mean()
    length = float(np.linalg.norm(values))
    return values / length if length else values


def by_syllable(readings: dict[str, list[str]]) -> dict[str, list[str]]:
    """The characters of each syllable."""
    found: dict[str, list[str]] = defaultdict(list)
    for character, names in readings.items():
        for name in names:
            found[name].append(character)
    return found
