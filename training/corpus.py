"""Reads the corpus and decides which paragraphs are counted and which are held out.

A paragraph that shares 20 characters with a development sentence or a clean document is not counted: what is
measured on must not have been seen.  Of the rest a fixed share is held out for the scorer, so that it learns on text
the tables have not seen either.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.alphabet import encode

WINDOW = 20
HELD_OUT = 3  # percent of the paragraphs
Ids = npt.NDArray[np.uint16]


def sentence_files(data: Path) -> list[Path]:
    """The development sets."""
    return sorted((data / "sentences").glob("*.tsv"))


def windows(ids: Ids) -> npt.NDArray[np.uint64]:
    """A hash of each stretch of ``WINDOW`` ids."""
    size = len(ids) - WINDOW + 1
    if size <= 0:
        return np.zeros(0, np.uint64)
    value = np.zeros(size, np.uint64)
    wide = ids.astype(np.uint64)
    for offset in range(WINDOW):
        value = (value * np.uint64(0x9E3779B97F4A7C15)) ^ (value >> np.uint64(29)) ^ wide[offset : offset + size]
    return value


def seen_windows(data: Path, table: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint64]:
    """The hashes of all that is measured on."""
    parts = []
    for path in sentence_files(data):
        for line in path.read_text(encoding="utf-8").splitlines():
            parts += [windows(encode(cell, table)) for cell in line.split("\t")]
    for path in sorted((data / "clean").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            parts.append(windows(encode(line, table)))
    return np.unique(np.concatenate(parts))


@dataclass
class Part:
    """One kind of the corpus: what is counted (ids, a boundary after each paragraph) and what is held out."""

    kind: str
    ids: Ids
    held: list[str]
    left_out: int


def parts(data: Path, table: npt.NDArray[np.uint16]) -> Iterator[Part]:
    """Read the corpus kind by kind."""
    seen = seen_windows(data, table)
    for path in sorted((data / "corpus").glob("*.txt.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            lines = stream.read().split("\n")
        text = "\n".join(lines) + "\n"
        ids = encode(text, table)
        starts = np.cumsum([0] + [len(line) + 1 for line in lines])
        hit = np.zeros(len(ids) + 1, np.int64)
        hashes = windows(ids)
        found = np.searchsorted(seen, hashes)
        found[found == len(seen)] = 0
        # a stretch across a paragraph end is no evidence; blanks at ids 0 (punctuation) are left in on purpose
        newline = np.flatnonzero(np.frombuffer(text.encode("utf-32-le"), np.uint32) == 10)
        crossing = np.searchsorted(newline, np.arange(len(hashes)))
        inside = newline[np.minimum(crossing, len(newline) - 1)] >= np.arange(len(hashes)) + WINDOW
        hit[1 : len(hashes) + 1] = (seen[found] == hashes) & inside
        hit[len(hashes) + 1 :] = 0
        total = np.cumsum(hit)
        known = total[starts[1:]] > total[starts[:-1]]
        held, keep = [], np.ones(len(lines), bool)
        left_out = 0
        for index, line in enumerate(lines):
            if known[index]:
                keep[index] = False
                left_out += len(line)
            elif zlib.crc32(line.encode()) % 100 < HELD_OUT:
                keep[index] = False
                held.append(line)
        mask = np.repeat(keep, np.diff(starts))
        yield Part(path.name.split(".")[0], ids[mask], held, left_out)
