"""Finds wrong characters: a cheap look at every place, candidates for the few that look odd, a scorer for those."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from operator import add, xor

from baguan.spelling.evidence import LIKENESS, PRIOR, Reading, Window, features
from baguan.spelling.model import FIRST, SWAP, WORD, Model

PAD = "\n\n\n"
CAP = (0, 1, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6)
CAP_4 = (0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3)
DOUBTFUL = 9  # a place whose trigrams and 4-grams together reach no more is looked at
KEPT = 3  # candidates that go to the scorer
TRIED = 8  # candidates that are read in full
BLANK = 2  # where the trigrams say no more, a candidate may fit on one side only, or be a slip of a key
LEAST_GAIN = 2.0
REACH = 120  # how far a sentence is looked at
ENDS = "。！？；\n"
PARTICLES = "的地得"
PARTICLE_SLACK = 3  # how much less the trigrams of another particle may say
PARTICLE_GAIN = -1.0


@dataclass(slots=True)
class Choice:
    """A candidate for ``size`` characters from ``at``: what the scorer needs to know."""

    at: int
    size: int
    new: str
    values: list[float]


class Scanner:
    """Looks for odd places in a text."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def choices(self, text: str) -> Iterator[list[Choice]]:
        """For each odd place the best candidates, best first."""
        look = _Look(self.model, text)
        last = -1
        for at in look.doubtful():
            if look.ids[at] < FIRST:
                continue
            if at == last + 1 and look.ids[last] >= FIRST and (found := look.double(last)):
                yield found
            last = at
            if found := look.single(at):
                yield found

    def particles(self, text: str) -> Iterator[list[Choice]]:
        """For each 的, 地, 得 that another of the three fits better, the choices."""
        look = _Look(self.model, text)
        numbers = [self.model.ids[character] for character in PARTICLES]
        for at, number in enumerate(look.ids):
            if number in numbers and (found := look.particle(at, numbers)):
                yield found


class _Look:
    """One text under the scanner."""

    def __init__(self, model: Model, text: str) -> None:
        self.model = model
        self.text = padded = PAD + text + PAD
        self.ids = ids = list(map(model.ids.__getitem__, padded))
        z0, z1, z2, z3 = model.keys
        keys = list(map(xor, map(z0.__getitem__, ids), map(z1.__getitem__, ids[1:])))
        self.levels_2 = model.levels(keys)
        keys = list(map(xor, keys, map(z2.__getitem__, ids[2:])))
        self.levels_3 = model.levels(keys)
        self.levels_4 = model.levels(list(map(xor, keys, map(z3.__getitem__, ids[3:]))))
        self._odd: list[int] = []
        self._sentence_start = self._sentence_end = 0
        self._sentence_values = (0.0, 0.0)

    def doubtful(self) -> list[int]:
        """The places whose trigrams and 4-grams are rare."""
        three = list(map(CAP.__getitem__, self.levels_3))
        four = list(map(CAP_4.__getitem__, self.levels_4))
        sums = map(add, map(add, three, three[1:]), three[2:])
        pairs = list(map(add, four, four[1:]))
        # the place p stands in the trigrams p-2 … p and the 4-grams p-3 … p
        totals = map(add, list(sums)[1:], map(add, pairs, pairs[2:]))
        self._odd = [place for place, total in enumerate(totals, 3) if total <= DOUBTFUL]
        return self._odd

    def _sentence(self, at: int) -> tuple[float, float]:
        """How well the model knows the sentence around ``at``: mean of its 4-grams, share of doubtful places."""
        if not self._sentence_start <= at < self._sentence_end:
            low, high = max(at - REACH, 0), at + REACH
            start = max(low, *(self.text.rfind(mark, low, at) + 1 for mark in ENDS))
            ends = [end for mark in ENDS if (end := self.text.find(mark, at, high)) >= 0]
            end = min([*ends, high, len(self.text)])
            self._sentence_start, self._sentence_end = start, end
            size = max(end - start, 1)
            four = self.levels_4[start : max(end - 3, start + 1)]
            odd = bisect_left(self._odd, end) - bisect_left(self._odd, start)
            self._sentence_values = sum(map(CAP_4.__getitem__, four)) / max(len(four), 1), odd / size
        return self._sentence_values

    def single(self, at: int) -> list[Choice]:
        """The best candidates for one character."""
        model, ids = self.model, self.ids
        kinds, strong, close = model.candidates(ids[at])
        before, after = ids[at - 1], ids[at + 1]
        here = self.levels_3[at - 2] + self.levels_3[at - 1] + self.levels_3[at]
        followers, leaders = model.followers(before), model.leaders(after)
        blank = here <= BLANK
        keys = kinds.keys() if blank else close
        z0, z1, z2, _ = model.keys
        left, right = z0[ids[at - 2]] ^ z1[before], z1[after] ^ z2[ids[at + 2]]
        middle = z0[before] ^ z2[after]
        both = list(keys & followers & leaders) if before and after else list(keys & (followers or leaders))
        rated = []
        if both:
            levels = model.levels(
                [left ^ z2[n] for n in both] + [middle ^ z1[n] for n in both] + [right ^ z0[n] for n in both]
            )
            size = len(both)
            totals = map(add, map(add, levels, levels[size:]), levels[2 * size :])
            rated = [(total, n) for total, n in zip(totals, both, strict=False) if total and total >= here]
        if blank and before and after:
            # A trigram is unknown when one of its pairs is, so these need one look instead of three.
            known = set(both)
            led = list((strong & followers) - known)
            following = list((strong & leaders) - known)
            levels = model.levels([left ^ z2[n] for n in led] + [right ^ z0[n] for n in following])
            rated += [(total, n) for total, n in zip(levels, led + following, strict=True) if total and total >= here]
        if not rated:
            return []
        rated = [(-2 * total - PRIOR[kinds[n] & 7] - (kinds[n] >> 3) * LIKENESS, n) for total, n in rated]
        rated.sort()
        window = Window(model, ids, self.levels_2, self.levels_3, at, 1)
        return self._best(window, at, [((other,), kinds[other]) for _, other in rated[:TRIED]])

    def double(self, at: int) -> list[Choice]:
        """The best candidates for two characters: a word of the same or a near sound, or the two swapped."""
        model, ids = self.model, self.ids
        one, two = ids[at], ids[at + 1]
        z0, z1, z2, _ = model.keys
        left, right = z0[ids[at - 1]], z2[ids[at + 2]]
        words = model.homophones(one, two)
        levels = model.levels([left ^ z1[a] ^ z2[b] for a, b in words] + [z0[a] ^ z1[b] ^ right for a, b in words])
        here = self.levels_3[at - 1] + self.levels_3[at]
        size = len(words)
        rated = []
        for index, word in enumerate(words):
            total = levels[index] + levels[index + size]
            if total > here:
                rated.append((-total, word, SWAP if word == (two, one) else WORD))
        if not rated:
            return []
        rated.sort()
        window = Window(model, ids, self.levels_2, self.levels_3, at, 2)
        return self._best(window, at, [(word, kind) for _, word, kind in rated[:TRIED]])

    def particle(self, at: int, numbers: list[int]) -> list[Choice]:
        """The better ones of the three particles."""
        ids = self.ids
        z0, z1, z2, _ = self.model.keys
        left, right = z0[ids[at - 2]] ^ z1[ids[at - 1]], z1[ids[at + 1]] ^ z2[ids[at + 2]]
        middle = z0[ids[at - 1]] ^ z2[ids[at + 1]]
        others = [number for number in numbers if number != ids[at]]
        levels = self.model.levels([key for n in others for key in (left ^ z2[n], middle ^ z1[n], right ^ z0[n])])
        here = self.levels_3[at - 2] + self.levels_3[at - 1] + self.levels_3[at]
        better = [n for k, n in enumerate(others) if sum(levels[3 * k : 3 * k + 3]) >= max(here - PARTICLE_SLACK, 1)]
        if not better:
            return []
        window = Window(self.model, ids, self.levels_2, self.levels_3, at, 1)
        return self._best(window, at, [((number,), 0) for number in better], PARTICLE_GAIN)

    def _best(
        self, window: Window, at: int, candidates: list[tuple[tuple[int, ...], int]], gain: float = LEAST_GAIN
    ) -> list[Choice]:
        old = Reading(window, window.old, 0)
        least = old.score + gain
        readings = [reading for new, kind in candidates if (reading := Reading(window, new, kind)).score > least]
        if not readings:
            return []
        readings.sort(key=lambda reading: (-reading.rated, reading.new))
        word = window.word(window.old)
        quoted = inside(self.text[self.text.rfind("\n", 0, at) + 1 : at])
        place = (*self._sentence(at), quoted)
        character = self.model.character
        return [
            Choice(
                at - len(PAD),
                len(window.old),
                "".join(map(character, reading.new)),
                features(window, old, readings, rank, word, place),
            )
            for rank, reading in enumerate(readings[:KEPT])
        ]


def inside(before: str) -> bool:
    """Whether a place after ``before`` stands within quotation or title marks."""
    return before.count("“") > before.count("”") or before.count("《") > before.count("》")
