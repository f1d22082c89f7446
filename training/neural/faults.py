"""Puts wrong characters into ids, on the device and many windows at once.

The sets are those of ``training.synthetic`` (sound, near sound, shape, slip of a key, homophone words), laid out as
tables that a GPU can draw from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from baguan.spelling.model import FIRST, SHAPE, Model
from training.synthetic import WAYS, homophones

KINDS, WORDS = 64, 16  # at most so many substitutes for a character, for a word
BITS = 13
CLEAN = 0.25  # share of windows without any fault
RATES = (0.005, 0.08)  # faults a character in the others
MASKED = 0.04  # share of characters that are hidden
ANY = 0.02  # share of the faults in single characters that are in no table
ALIKE = 4  # likeness from which any candidate counts as one of shape, as in training.synthetic


@dataclass(frozen=True)
class Sets:
    """What may stand for what.

    ``others[c]`` holds the substitutes of a character and ``odds[c]`` how probable each is, added up; the same for
    words, which are found by their two ids packed in ``keys`` (sorted).
    """

    others: Tensor
    odds: Tensor
    keys: Tensor
    words: Tensor
    word_odds: Tensor

    def to(self, device: torch.device) -> Sets:
        """The same tables on another device."""
        return Sets(*(getattr(self, name).to(device) for name in self.__dataclass_fields__))


def read_sets(model: Model) -> Sets:
    """The tables of the statistical model."""
    ids = model.ids
    size = FIRST + len(model.characters)
    others, odds = np.zeros((size, KINDS), np.int64), np.zeros((size, KINDS), np.float32)
    for number in range(FIRST, size):
        _fill(others[number], odds[number], _substitutes(model, number).items())
    table = sorted((ids[word[0]] << BITS | ids[word[1]], pairs) for word, pairs in homophones(model).items())
    words = np.zeros((len(table), WORDS), np.int64)
    word_odds = np.zeros((len(table), WORDS), np.float32)
    for row, (_, pairs) in enumerate(table):
        _fill(words[row], word_odds[row], ((ids[word[0]] << BITS | ids[word[1]], weight) for word, weight in pairs))
    keys = np.array([key for key, _ in table], np.int64)
    return Sets(*map(torch.from_numpy, (others, odds, keys, words, word_odds)))


def _substitutes(model: Model, number: int) -> dict[int, float]:
    """What may stand for a character and how often, every way having its share."""
    kinds = model.kinds(number)
    found: dict[int, float] = {}
    for way, share in WAYS:
        if way == SHAPE:
            weights = {
                other: 1.0 + (kind >> 3) ** 2 for other, kind in kinds.items() if kind & 7 == way or kind >> 3 >= ALIKE
            }
        else:  # "word" is no kind of a single character and gives nothing here
            weights = {other: 2 ** (model.unigrams[other] * 0.4) for other, kind in kinds.items() if kind & 7 == way}
        total = sum(weights.values())
        for other, weight in weights.items():
            found[other] = found.get(other, 0.0) + share * weight / total
    return found


def _fill(others: np.ndarray, odds: np.ndarray, weights: Iterable[tuple[int, float]]) -> None:
    """Write the likeliest into one row; a row that stays empty has odds of 0."""
    best = sorted(weights, key=lambda pair: (-pair[1], pair[0]))[: len(others)]
    if best:
        others[: len(best)] = [other for other, _ in best]
        others[len(best) :] = best[-1][0]
        values = np.cumsum([weight for _, weight in best])
        odds[: len(best)] = values / values[-1]
        odds[len(best) - 1 :] = 1.0  # exactly: a draw is always below it


def word_share() -> float:
    """Which part of the faults are homophone words."""
    return float(dict(WAYS)["word"] / sum(share for _, share in WAYS))


def corrupt(ids: Tensor, sets: Sets, mask: int, random: torch.Generator) -> Tensor:
    """A copy of ``ids`` ``[batch, length]`` with faults, part of it hidden behind ``mask``."""
    found = ids.clone()

    def chance(*size: int) -> Tensor:
        return torch.rand(size, generator=random, device=ids.device)

    batch, length = ids.shape
    rate = RATES[0] + (RATES[1] - RATES[0]) * chance(batch, 1) ** 2  # few faults are commoner than many
    rate = torch.where(chance(batch, 1) < CLEAN, 0.0, rate)
    own = (ids >= FIRST) & (ids < mask)
    share = word_share()
    # words first; a place that no word starts at gives its turn to the others, so that words keep their share
    pairs = (ids[:, :-1] << BITS) | ids[:, 1:]
    row = torch.searchsorted(sets.keys, pairs).clamp(max=len(sets.keys) - 1)
    known = own[:, :-1] & own[:, 1:] & (sets.keys[row] == pairs)
    often = share / known.float().mean().clamp(min=0.05)
    starts = known & (chance(batch, length - 1) < rate * often)
    starts[:, 1:] &= ~starts[:, :-1]
    at = starts.nonzero(as_tuple=True)
    word = _draw(sets.words[row[at]], sets.word_odds[row[at]], chance(len(at[0]), 1))
    found[at] = word >> BITS
    found[at[0], at[1] + 1] = word & ((1 << BITS) - 1)
    single = own & (found == ids) & (chance(batch, length) < rate * (1 - share))
    at = (single & (sets.odds[ids.clamp(max=mask - 1), -1] > 0)).nonzero(as_tuple=True)
    found[at] = _draw(sets.others[ids[at]], sets.odds[ids[at]], chance(len(at[0]), 1))
    # what no table holds: another character of the batch, so that common ones come often
    stranger = ids.flatten()[torch.randint(ids.numel(), ids.shape, generator=random, device=ids.device)]
    at = (single & (stranger >= FIRST) & (stranger < mask) & (chance(batch, length) < ANY)).nonzero(as_tuple=True)
    found[at] = stranger[at]
    return torch.where(own & (chance(batch, length) < MASKED), mask, found)


def _draw(others: Tensor, odds: Tensor, chance: Tensor) -> Tensor:
    """One of each row."""
    return others.gather(1, (odds <= chance).sum(-1, keepdim=True)).squeeze(1)
