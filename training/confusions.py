"""Counts which characters people write for which others, in the lexicon and in the development sets."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from baguan.spelling.confusions import MOST, Confusions
from baguan.spelling.model import FIRST, Model
from training.scorer import FOLDS, fold_of, read_pairs

#: The development sets whose faults people made; those of ``theory_errors`` are made at random.
SETS = ("official_errors", "law_errors", "workdoc_errors", "web_errors")

Pairs = Counter[tuple[int, int]]  # the ids of what was written and of what was meant


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each pair was seen: in the lexicon, and in the sentences of each fold."""

    lexicon: Pairs
    folds: Sequence[Pairs]

    def without(self, fold: int | None) -> Pairs:
        """All but those of one fold: what a sentence of that fold may be judged by."""
        return sum((pairs for number, pairs in enumerate(self.folds) if number != fold), self.lexicon)


def count(model: Model, lexicon: Path, sentences: Path) -> Counted:
    """Count the words of ``misspellings.tsv`` that have one wrong character, and the sets in a folder."""
    found = Counted(Counter(), [Counter() for _ in range(FOLDS)])
    with lexicon.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            pairs = set(_differing(model, row["wrong"], row["right"].split("|")[0]))
            if len(pairs) == 1:
                found.lexicon.update(pairs)
    for name in SETS:
        for source, target in read_pairs(sentences / f"{name}.tsv"):
            found.folds[fold_of(target)].update(set(_differing(model, source, target)))
    return found


def _differing(model: Model, source: str, target: str) -> Iterator[tuple[int, int]]:
    """The characters that two texts of one length have different."""
    if len(source) == len(target):
        for one, other in zip(source, target, strict=True):
            pair = model.ids[one], model.ids[other]
            if one != other and min(pair) >= FIRST:
                yield pair


def confusions(pairs: Pairs) -> Confusions:
    """The run-time form."""
    return Confusions(*_packed(pairs))


def sections(pairs: Pairs) -> dict[str, bytes]:
    """The packed form."""
    keys, levels = _packed(pairs)
    return {"confused": keys.tobytes(), "confused_levels": levels.tobytes()}


def _packed(pairs: Pairs) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
    order = sorted(pairs)
    # coarse, so that a pair has the same level with and without the sentences of one fold
    levels = [min((pairs[pair] + 1).bit_length() - 1, MOST) for pair in order]
    return np.array([one << 16 | other for one, other in order], np.uint32), np.array(levels, np.uint8)
