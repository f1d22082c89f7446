"""Finds wrong characters: a cheap look at every place, candidates for the few that look odd, a scorer for those."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add, xor
from typing import TYPE_CHECKING

from baguan.spelling.context import REACH, Context
from baguan.spelling.evidence import LIKENESS, NAMES, PRIOR, Reading, Window, features
from baguan.spelling.model import ANY, FIRST, SWAP, WORD, Model

if TYPE_CHECKING:
    from baguan.spelling.scorer import Scorer

PAD = "\n" * (REACH + 2)
CAP = (0, 1, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6)
CAP_4 = (0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3)
DOUBTFUL = 9  # a place whose trigrams and 4-grams together reach no more is looked at
KEPT = 3  # candidates that go to the scorer
TRIED, TRIED_WORDS = 8, 5  # candidates that are read in full
BLANK = 2  # where the trigrams say no more, a candidate may fit on one side only, or be a slip of a key
FITS = -3.5  # a character likelier than this (base e) is not doubted
WORD_FITS = -8.0  # nor are two that are together likelier than this
LIKELY = 2  # candidates that the context network proposes, among those alike; one more among all
LEAST_FIT_GAIN = 4.0
LEAST_GAIN = 2.0
HOPE = -3.5  # log odds from which a candidate is worth a second look
UNLIKELY = -8.0  # where a character is less likely than this, the context network proposes others
MISFIT = -7.0  # a character less likely than this (base e) hardly fits
NEAR_BY = 6  # how far odd places are counted
MOST = 15  # the highest level
SENTENCE = 120  # how far a sentence is looked at
ENDS = "。！？；\n"
PARTICLES = "的地得"
PARTICLE_SLACK = 3  # how much less the trigrams of another particle may say
PARTICLE_GAIN = -1.0

_OLD_FIT = NAMES.index("old_fit")


@dataclass(slots=True)
class Choice:
    """A candidate for ``size`` characters from ``at``: what the scorer needs to know."""

    at: int
    size: int
    new: str
    values: list[float]
    quoted: bool


class Scanner:
    """Looks for odd places in a text."""

    def __init__(self, model: Model, context: Context, sieve: Scorer | None = None) -> None:
        """``sieve`` lets those candidates pass that are worth a second look; without one all pass, looked at once."""
        self.model = model
        self.context = context
        self.sieve = sieve

    def look(self, text: str) -> Look:
        """What ``choices`` and ``particles`` need to know of a text; for those who ask for both."""
        return Look(self.model, self.context, text)

    def choices(self, text: str, look: Look | None = None) -> Iterator[list[Choice]]:
        """For each odd place the best candidates, best first."""
        look = look or self.look(text)
        last, last_fit = -1, 0.0
        for at in look.doubtful():
            hidden = self.context.hidden(look.ids, at)
            fit = self.context.score(hidden, look.ids[at])
            if (
                at == last + 1
                and fit + last_fit <= WORD_FITS
                and (found := look.double(last))
                and (found := self._pass(look, found))
            ):
                yield found
            last, last_fit = at, fit
            if fit <= FITS and (found := look.single(at, hidden, fit)) and (found := self._pass(look, found)):
                yield found

    def _pass(self, look: Look, choices: list[Choice]) -> list[Choice]:
        """The choices that the sieve lets pass, with the features of the second look."""
        if self.sieve is None:
            return choices
        margin = self.sieve.margin
        passed = [choice for choice in choices if margin(choice.values) > HOPE]
        for choice in passed:
            choice.values += look.more(choice)
        return passed

    def particles(self, text: str, look: Look | None = None) -> Iterator[list[Choice]]:
        """For each 的, 地, 得 that another of the three fits better, the choices."""
        look = look or self.look(text)
        numbers = [self.model.ids[character] for character in PARTICLES]
        for at, number in enumerate(look.ids):
            if number in numbers and (found := look.particle(at, numbers)):
                for choice in found:
                    choice.values += look.around(choice)
                yield found


class Look:
    """One text under the scanner."""

    def __init__(self, model: Model, context: Context, text: str) -> None:
        self.model = model
        self.context = context
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
        self._sentence_fits: dict[int, tuple[float, float]] = {}

    def doubtful(self) -> list[int]:
        """The characters whose trigrams and 4-grams are rare.

        Beside the end of a stretch a common trigram and a common 4-gram are all that there can be; such a place is
        odd for those who count, but not looked at.
        """
        three = list(map(CAP.__getitem__, self.levels_3))
        four = list(map(CAP_4.__getitem__, self.levels_4))
        sums = map(add, map(add, three, three[1:]), three[2:])
        pairs = list(map(add, four, four[1:]))
        # the place p stands in the trigrams p-2 … p and the 4-grams p-3 … p
        totals = list(map(add, list(sums)[1:], map(add, pairs, pairs[2:])))
        self._odd = [place for place, total in enumerate(totals, 3) if total <= DOUBTFUL]
        ids, pairs = self.ids, self.levels_2
        return [
            place
            for place in self._odd
            if ids[place] >= FIRST and (totals[place - 3] < DOUBTFUL or (pairs[place - 1] and pairs[place]))
        ]

    def _sentence(self, at: int) -> tuple[float, float]:
        """How well the model knows the sentence around ``at``: mean of its 4-grams, share of doubtful places."""
        if not self._sentence_start <= at < self._sentence_end:
            low, high = max(at - SENTENCE, 0), at + SENTENCE
            start = max(low, *(self.text.rfind(mark, low, at) + 1 for mark in ENDS))
            ends = [end for mark in ENDS if (end := self.text.find(mark, at, high)) >= 0]
            end = min([*ends, high, len(self.text)])
            self._sentence_start, self._sentence_end = start, end
            size = max(end - start, 1)
            four = self.levels_4[start : max(end - 3, start + 1)]
            odd = bisect_left(self._odd, end) - bisect_left(self._odd, start)
            self._sentence_values = sum(map(CAP_4.__getitem__, four)) / max(len(four), 1), odd / size
        return self._sentence_values

    def single(self, at: int, hidden: Sequence[float], fit: float) -> list[Choice]:
        """The best candidates for one character; ``hidden`` and ``fit``: what the context network says of it."""
        model, ids, context = self.model, self.ids, self.context
        kinds, strong, close = model.candidates(ids[at])
        before, after = ids[at - 1], ids[at + 1]
        here = self.levels_3[at - 2] + self.levels_3[at - 1] + self.levels_3[at]
        followers, leaders = model.followers(before), model.leaders(after)
        blank = here <= BLANK
        keys = kinds.keys() if blank else close
        z0, z1, z2, _ = model.keys
        both = list(keys & followers & leaders) if before and after else list(keys & (followers or leaders))
        rated = self._joined(at, both, here) if both else []
        if blank and before and after:
            # A trigram is unknown when one of its pairs is, so these need one look instead of three.
            left, right = z0[ids[at - 2]] ^ z1[before], z1[after] ^ z2[ids[at + 2]]
            known = set(both)
            led = list((strong & followers) - known)
            following = list((strong & leaders) - known)
            levels = model.levels([left ^ z2[n] for n in led] + [right ^ z0[n] for n in following])
            rated += [(total, n) for total, n in zip(levels, led + following, strict=True) if total and total >= here]
        tried = [
            n
            for _, n in sorted(
                (-2 * total - PRIOR[kinds[n] & 7] - (kinds[n] >> 3) * LIKENESS, n) for total, n in rated
            )[:TRIED]
        ]
        if blank and fit < UNLIKELY:
            anything, alike = context.likely(hidden, kinds, LIKELY)
            tried += [n for n in dict.fromkeys([*alike, anything]) if n not in tried and n != ids[at]]
        if not tried:
            return []
        window = Window(model, ids, self.levels_2, self.levels_3, at, 1)
        fits = [fit, *(context.score(hidden, n) for n in tried)]
        return self._best(window, at, [((n,), kinds.get(n, ANY)) for n in tried], fits)

    def _joined(self, at: int, numbers: list[int], here: int) -> list[tuple[int, int]]:
        """Candidates that the trigrams like at least as well as what stands there (``here``), rated."""
        ids, levels = self.ids, self.model.levels
        z0, z1, z2, _ = self.model.keys
        left, right = z0[ids[at - 2]] ^ z1[ids[at - 1]], z1[ids[at + 1]] ^ z2[ids[at + 2]]
        middle = z0[ids[at - 1]] ^ z2[ids[at + 1]]
        middles = levels([middle ^ z1[n] for n in numbers])
        least = here - 2 * MOST  # what the middle trigram must give so that the others can make up the rest
        if here > BLANK:
            least = max(least, 1)
        fit = [(level, n) for level, n in zip(middles, numbers, strict=True) if level >= least]
        found = levels([left ^ z2[n] for _, n in fit] + [right ^ z0[n] for _, n in fit])
        totals = [level + a + b for (level, _), a, b in zip(fit, found, found[len(fit) :], strict=False)]
        return [(total, n) for total, (_, n) in zip(totals, fit, strict=True) if total and total >= here]

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
        tried: list[tuple[tuple[int, ...], int]] = [(word, kind) for _, word, kind in rated[:TRIED_WORDS]]
        return self._best(window, at, tried, self._fits(at, [window.old, *(word for word, _ in tried)]))

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
        fits = self._fits(at, [window.old, *((number,) for number in better)])
        return self._best(window, at, [((number,), 0) for number in better], fits, PARTICLE_GAIN)

    def _best(
        self,
        window: Window,
        at: int,
        candidates: list[tuple[tuple[int, ...], int]],
        fits: list[float],
        gain: float = LEAST_GAIN,
    ) -> list[Choice]:
        """The candidates that are better than what stands there, best first; ``fits`` begins with that."""
        old = Reading(window, window.old, 0, fits[0])
        least, least_fit = old.score + gain, fits[0] + LEAST_FIT_GAIN
        readings = [
            reading
            for (new, kind), fit in zip(candidates, fits[1:], strict=True)
            if (reading := Reading(window, new, kind, fit)).score > least or fit > least_fit
        ]
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
                [*features(window, old, readings, rank, word), *place],
                quoted,
            )
            for rank, reading in enumerate(readings[:KEPT])
        ]

    def more(self, choice: Choice) -> list[float]:
        """The features ``MORE`` of a choice."""
        start = choice.at + len(PAD)
        mean, misfit = self._sentence_fit(start)
        near = bisect_left(self._odd, start + choice.size + NEAR_BY) - bisect_left(self._odd, start - NEAR_BY)
        return [*self.around(choice), mean, misfit, choice.values[_OLD_FIT] - mean * choice.size, near]

    def around(self, choice: Choice) -> list[float]:
        """The first of ``MORE``: what the neighbours think of a choice."""
        ids, context = self.ids, self.context
        start = choice.at + len(PAD)
        end = start + choice.size
        low = start - 2 - REACH
        old = ids[low : end + 2 + REACH]
        new = old.copy()
        new[start - low : end - low] = map(self.model.ids.__getitem__, choice.new)
        fits = []
        gains = []
        for at in (start - 2, start - 1, end, end + 1):
            number = ids[at]
            fit = gain = 0.0
            if number >= FIRST:
                fit = context.score(context.hidden(old, at - low), number)
                gain = context.score(context.hidden(new, at - low), number) - fit
            fits.append(fit)
            gains.append(gain)
        return [*gains, sum(gains), fits[1], fits[2]]

    def _sentence_fit(self, at: int) -> tuple[float, float]:
        """How well the characters of the sentence around ``at`` fit in the mean, and how many of them hardly do."""
        self._sentence(at)
        start, end = self._sentence_start, self._sentence_end
        found = self._sentence_fits.get(start)
        if found is None:
            ids, context = self.ids, self.context
            fits = [context.score(context.hidden(ids, p), ids[p]) for p in range(start, end) if ids[p] >= FIRST]
            size = max(len(fits), 1)
            found = self._sentence_fits[start] = sum(fits) / size, sum(fit < MISFIT for fit in fits) / size
        return found

    def _fits(self, at: int, stretches: list[Sequence[int]]) -> list[float]:
        """How well each of these, all of one size, fits from ``at`` on."""
        context = self.context
        if len(stretches[0]) == 1:
            hidden = context.hidden(self.ids, at)
            return [context.score(hidden, number) for (number,) in stretches]
        around = self.ids[at - REACH : at + REACH + 2]
        found = []
        for one, two in stretches:
            around[REACH : REACH + 2] = one, two
            first = context.score(context.hidden(around, REACH), one)
            found.append(first + context.score(context.hidden(around, REACH + 1), two))
        return found


def inside(before: str) -> bool:
    """Whether a place after ``before`` stands within quotation or title marks."""
    return before.count("“") > before.count("”") or before.count("《") > before.count("》")
