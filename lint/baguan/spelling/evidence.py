"""What speaks for and against one or two characters: n-grams over them, words, names, quotation.

A window is the doubtful stretch with three ids on either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from baguan.spelling.model import CLOSE, FIRST, OPEN, SALTS, Model

#: log2 of a typical count of each level.
WEIGHT = (0.0, 1.0, 1.7, 2.2, 2.8, 3.5, 4.1, 4.8, 5.5, 6.3, 7.2, 8.3, 9.6, 11.2, 13.5, 16.5)

#: What a kind of candidate must be better by (log2, read twice), and what each step of likeness makes up for.
PRIOR = (0.0, -6.0, -12.0, -9.0, -6.0, -4.0, -9.0, -14.0)
LIKENESS = 0.8
FIT_WEIGHT = 1.44  # what the context network says (base e) against the n-grams (base 2)

#: Names of the features, in the order of ``features``.
NAMES = (
    "length", "gain_right", "gain_left", "gain", "gap", "rank", "rivals",
    "old_b0", "old_b1", "old_t0", "old_tm", "old_t1", "old_q0", "old_qm", "old_q1",
    "new_b0", "new_b1", "new_t0", "new_tm", "new_t1", "new_q0", "new_qm", "new_q1",
    "old_t", "old_q", "new_t", "new_q", "old_known", "new_known",
    "old_common", "new_common", "kind", "likeness",
    "old_word", "old_word_level", "new_word", "new_word_level",
    "surname_1", "surname_2", "surname_here", "given_here", "given_before", "given_after", "given_new",
    "foreign_here", "foreign_before", "foreign_after",
    "class_before", "class_after", "class_before_2", "class_after_2", "blank_left", "blank_right",
    "outer_b", "outer_t", "old_right", "old_left", "new_right", "new_left",
    "place_here", "place_before", "place_after", "division",
    "old_alone", "new_alone", "alone_before", "alone_after",
    "old_fit", "new_fit", "fit_gain", "fit_gap",
    "sentence_known", "sentence_odd", "quoted",
)  # fmt: skip

#: Names of what is asked only about candidates that the features speak for: how much better than with the old
#: characters the neighbours fit, at each distance and in all; how well the nearest fit as it stands; how well the
#: sentence fits, and how much of it does not; how many odd places are near.
MORE = (
    "fit_left_2", "fit_left_1", "fit_right_1", "fit_right_2", "fit_around", "fit_before", "fit_after",
    "sentence_fit", "sentence_misfit", "fit_in_sentence", "odd_near",
)  # fmt: skip

Ids = Sequence[int]


class Reading:
    """Ids in the middle of a window, with what speaks for them."""

    __slots__ = ("bigrams", "fit", "fours", "kind", "left", "new", "rated", "right", "score", "trigrams")

    def __init__(self, window: Window, new: Ids, kind: int, fit: float) -> None:
        """``fit``: what the context network says of the ids."""
        self.fit = fit
        self.new = new
        self.kind = kind
        model = window.model
        z0, z1, z2, z3 = model.keys
        ids = [*window.left, *new, *window.right]
        pairs = [z0[a] ^ z1[b] for a, b in pairwise(ids)]
        triples = [key ^ z2[c] for key, c in zip(pairs, ids[2:], strict=False)]
        fours = [key ^ z3[d] for key, d in zip(triples, ids[3:], strict=False)]
        size = len(new)
        found = model.levels(pairs[2 : 3 + size] + triples[1 : 3 + size] + fours)
        outer_b, outer_t = window.outer_b, window.outer_t
        cut = 2 * size + 3
        self.bigrams = [*outer_b[:2], *found[: size + 1], *outer_b[2:]]
        self.trigrams = [outer_t[0], *found[size + 1 : cut], outer_t[1]]
        self.fours = found[cut:]
        self.right, self.left = self._likelihood(ids, model.unigrams, model.total)
        self.score = self.right + self.left
        self.rated = self.score + PRIOR[kind & 7] + (kind >> 3) * LIKENESS + FIT_WEIGHT * fit

    def _likelihood(self, ids: list[int], unigrams: list[float], total: float) -> tuple[float, float]:
        """How likely the window is read from the left and from the right."""
        bigrams, trigrams, fours = self.bigrams, self.trigrams, self.fours
        right = left = 0.0
        for place, four in enumerate(fours):
            here = ids[place + 3]
            if here:
                if four:
                    value = WEIGHT[four] - WEIGHT[trigrams[place]]
                elif trigrams[place + 1]:
                    value = WEIGHT[trigrams[place + 1]] - WEIGHT[bigrams[place + 1]] - 1.0
                elif bigrams[place + 2]:
                    value = WEIGHT[bigrams[place + 2]] - unigrams[ids[place + 2]] - 2.0
                else:
                    value = unigrams[here] - total - 3.0
                if value < 0:
                    right += value
            here = ids[place]
            if here:
                if four:
                    value = WEIGHT[four] - WEIGHT[trigrams[place + 1]]
                elif trigrams[place]:
                    value = WEIGHT[trigrams[place]] - WEIGHT[bigrams[place + 1]] - 1.0
                elif bigrams[place]:
                    value = WEIGHT[bigrams[place]] - unigrams[ids[place + 1]] - 2.0
                else:
                    value = unigrams[here] - total - 3.0
                if value < 0:
                    left += value
        return right, left


class Window:
    """A doubtful stretch; the n-grams that do not touch it are looked up once."""

    __slots__ = ("left", "model", "old", "outer_b", "outer_t", "right")

    def __init__(self, model: Model, ids: Ids, levels_2: Ids, levels_3: Ids, at: int, size: int) -> None:
        """``at``: where the stretch of ``size`` ids begins in ``ids``; three ids must stand on either side."""
        end = at + size
        self.model = model
        self.left, self.right = ids[at - 3 : at], ids[end : end + 3]
        self.old = ids[at:end]
        self.outer_b = (levels_2[at - 3], levels_2[at - 2], levels_2[end], levels_2[end + 1])
        self.outer_t = (levels_3[at - 3], levels_3[end])

    def word(self, new: Ids) -> tuple[int, int]:
        """Length and level of the longest dictionary word over the stretch (0, 0 without one)."""
        z0, z1, z2, z3 = self.model.keys
        ids = [*self.left, *new, *self.right]
        size = len(new)
        pairs = [z0[a] ^ z1[b] for a, b in pairwise(ids)]
        triples = [key ^ z2[c] for key, c in zip(pairs, ids[2:], strict=False)]
        fours = [key ^ z3[d] ^ SALTS[4] for key, d in zip(triples, ids[3:], strict=False)]
        low = size - 1  # a word must cover the whole stretch
        fours = fours[low:4]
        threes = [key ^ SALTS[3] for key in triples[low + 1 : 4]]
        twos = [key ^ SALTS[2] for key in pairs[low + 2 : 4]]
        found = self.model.levels(fours + threes + twos)
        cut = len(fours)
        for length, levels in ((4, found[:cut]), (3, found[cut : cut + len(threes)]), (2, found[cut + len(threes) :])):
            best = max(levels, default=0)
            if best:
                return length, best
        return 0, 0


def features(window: Window, old: Reading, readings: list[Reading], rank: int, word: tuple[int, int]) -> list[float]:
    """The features of the candidate ``readings[rank]`` (best first) against what stands there, all but the last three.

    ``word`` is what ``Window.word`` says of the old ids.
    """
    new = readings[rank]
    model = window.model
    unigrams, surnames, given, foreign = model.unigrams, model.surnames, model.given, model.foreign
    place, alone = model.place, model.alone
    if rank:
        gap = new.rated - readings[0].rated
    else:
        gap = new.rated - (max(readings[1].rated, old.rated) if len(readings) > 1 else old.rated)
    _, before_2, before = window.left
    after, after_2, _ = window.right
    here = window.old[0]
    return [
        len(window.old),
        new.right - old.right,
        new.left - old.left,
        new.score - old.score,
        gap,
        rank,
        len(readings),
        *_levels(old),
        *_levels(new),
        sum(old.trigrams[1:-1]),
        sum(old.fours),
        sum(new.trigrams[1:-1]),
        sum(new.fours),
        sum(map(bool, old.trigrams[1:-1])) + sum(map(bool, old.fours)),
        sum(map(bool, new.trigrams[1:-1])) + sum(map(bool, new.fours)),
        min([unigrams[number] for number in window.old]),
        min([unigrams[number] for number in new.new]),
        new.kind & 7,
        new.kind >> 3,
        *word,
        *window.word(new.new),
        surnames[before],
        surnames[before_2],
        surnames[here],
        given[window.old[-1]],
        given[before],
        given[after],
        given[new.new[-1]],
        foreign[here],
        foreign[before],
        foreign[after],
        min(before, FIRST),
        min(after, FIRST),
        min(before_2, FIRST),
        min(after_2, FIRST),
        _blank(window.left[::-1]),
        _blank(window.right),
        sum(map(bool, window.outer_b)),
        sum(map(bool, window.outer_t)),
        old.right,
        old.left,
        new.right,
        new.left,
        place[here],
        place[before],
        place[after],
        _division(model, window.right),
        alone[here],
        alone[new.new[0]],
        alone[before],
        alone[after],
        old.fit,
        new.fit,
        new.fit - old.fit,
        new.fit - max([old.fit, *(reading.fit for other, reading in enumerate(readings) if other != rank)]),
    ]


def _levels(reading: Reading) -> tuple[int, ...]:
    trigrams, fours = reading.trigrams, reading.fours
    return (
        reading.bigrams[2],
        reading.bigrams[-3],
        trigrams[1],
        max(trigrams[2:-2]),
        trigrams[-2],
        fours[0],
        max(fours[1:-1]),
        fours[-1],
    )


def _division(model: Model, after: Ids) -> int:
    """How far behind the stretch the name of a place may end (1 to 3), 0 if it does not."""
    for distance, number in enumerate(after, 1):
        if number in model.divisions:
            return distance
    return 0


def _blank(ids: Ids) -> int:
    """How many ids stand before the first that is no character."""
    for count, number in enumerate(ids):
        if number < FIRST and number not in (OPEN, CLOSE):
            return count
    return len(ids)
