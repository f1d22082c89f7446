"""One text under the scanner: its ids, n-grams, odd places, sentences, quotations."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from baguan.spelling.confusions import Confusions
from baguan.spelling.context import REACH, Context
from baguan.spelling.evidence import segmentation
from baguan.spelling.model import FIRST, PHRASE, SALTS, Floats, Ints, Levels, Model, code_points

PAD = REACH + 2
CAP = np.minimum(np.arange(16), 6).astype(np.uint8)
CAP_4 = np.minimum(np.arange(16), 3).astype(np.uint8)
DOUBTFUL = 9  # a place whose trigrams and 4-grams together reach no more is looked at
MISFIT = -7.0  # a character less likely than this (base e) hardly fits
LITTLE_KNOWN = 3  # a set phrase may be meant by four characters that are no better known than this (level)
BETTER_KNOWN = 5  # and if they are known at all, when it is better known by so much
WORDS = 4  # characters on either side that words are looked for in
NEAR_BY = 6  # how far odd places are counted
SENTENCE = 120  # how far a sentence is looked at
ENDS = "。！？；\n"


class Phrases(NamedTuple):
    """Characters that would make a set phrase where they do not stand, in the order of the places."""

    places: Ints
    new: Ints
    kinds: Levels  # 1, or 2 where the phrase is an idiom (成语)

    def take(self, rows: Ints | npt.NDArray[np.bool_]) -> Phrases:
        """These alone."""
        return Phrases(self.places[rows], self.new[rows], self.kinds[rows])


class Look:
    """What is known of every place of a text; places count from the start of the padding, ``PAD`` before the text."""

    def __init__(self, model: Model, context: Context, confusions: Confusions, text: str) -> None:
        self.model = model
        self.context = context
        self._confusions = confusions
        padding = "\n" * PAD
        self._points = code_points(padding + text + padding)
        self.ids = ids = model.encode(self._points)
        keys = model.hashes(ids, 2)
        self.levels_2 = model.levels(keys)
        keys = keys[:-1] ^ model.keys[2][ids[2:]]
        self.levels_3 = model.levels(keys)
        self.levels_4 = model.levels(keys[:-1] ^ model.keys[3][ids[3:]])
        self._fits = np.full(len(ids), np.nan, np.float32)

    @cached_property
    def _totals(self) -> npt.NDArray[np.uint8]:
        """How well the trigrams and 4-grams know each place from the third on."""
        three, four = CAP[self.levels_3], CAP_4[self.levels_4]
        # the place p stands in the trigrams p-2 … p and the 4-grams p-3 … p
        return three[1:-3] + three[2:-2] + three[3:-1] + four[:-3] + four[1:-2] + four[2:-1] + four[3:]

    @cached_property
    def odd(self) -> Ints:
        """The places whose trigrams and 4-grams are rare."""
        return np.flatnonzero(self._totals <= DOUBTFUL) + 3

    def doubtful(self) -> Ints:
        """The characters among the odd places.

        Beside the end of a stretch a common trigram and a common 4-gram are all that there can be; such a place is
        odd for those who count, but not looked at.
        """
        odd, pairs = self.odd, self.levels_2
        known = (pairs[odd - 1] > 0) & (pairs[odd] > 0)
        return odd[(self.ids[odd] >= FIRST) & ((self._totals[odd - 3] < DOUBTFUL) | known)]

    def phrases(self) -> Phrases:
        """Where another character would make a set phrase of four that is much better known than what stands there."""
        model, ids = self.model, self.ids
        signs = np.concatenate(([0], np.cumsum(ids < FIRST)))
        at = np.flatnonzero((self.levels_4 <= LITTLE_KNOWN) & (signs[PHRASE:] == signs[:-PHRASE]))
        keys = model.hashes(ids[at[:, None] + np.arange(PHRASE)], PHRASE)[:, 0]
        salt = np.uint64(SALTS[PHRASE])
        strange = model.levels(keys ^ salt) == 0
        at, keys = at[strange], keys[strange]
        parts = []
        for number in range(PHRASE):
            column = model.keys[number]
            others = keys ^ column[ids[at + number]]
            new, idiom = model.fourth(others)
            hit = np.flatnonzero(new)
            meant = others[hit] ^ column[new[hit]]
            here = self.levels_4[at[hit]]
            better = (here == 0) | (model.levels(meant) >= here + BETTER_KNOWN)
            hit = hit[better & (model.levels(meant ^ salt) > 0)]
            parts.append(np.stack((at[hit] + number, new[hit], 1 + idiom[hit]), 1))
        places, meant, kinds = np.unique(np.concatenate(parts), axis=0).T
        around = ids[places[:, None] - PHRASE + 1 + np.arange(2 * PHRASE - 1)]
        free = model.levels(model.hashes(around, PHRASE) ^ salt).max(1, initial=0) == 0  # not within another phrase
        return Phrases(places, meant, kinds.astype(np.uint8)).take(np.flatnonzero(free))

    def sentences(self, places: Ints) -> tuple[Ints, Ints]:
        """Where the sentences around places begin and end, no further than ``SENTENCE`` away."""
        ends = np.flatnonzero(np.isin(self._points, code_points(ENDS)))
        after = np.searchsorted(ends, places)
        start = np.maximum(ends[after - 1] + 1, places - SENTENCE)
        return np.minimum(start, places), np.minimum(ends[after], places + SENTENCE)

    def setting(self, places: Ints) -> Floats:
        """How well the model knows the sentence around each place: the mean of its 4-grams, the share of odd places;
        and whether the place stands within quotation or title marks."""
        start, end = self.sentences(places)
        four = np.maximum(end - 3, start + 1)
        known = (self._known[four] - self._known[start]) / (four - start)
        odd = (np.searchsorted(self.odd, end) - np.searchsorted(self.odd, start)) / np.maximum(end - start, 1)
        return np.stack((known, odd, self.quoted(places)), 1).astype(np.float32)

    def confused(self, old: Ints, new: Ints) -> Floats:
        """How often people write ``old`` for ``new``, and ``new`` for ``old``; of several characters the least."""
        pairs = ((old, new), (new, old))
        return np.stack([self._confusions.levels(*pair).min(1) for pair in pairs], 1).astype(np.float32)

    @cached_property
    def _known(self) -> npt.NDArray[np.int64]:
        return np.concatenate(([0], np.cumsum(CAP_4[self.levels_4], dtype=np.int64)))

    def quoted(self, places: Ints) -> npt.NDArray[np.bool_]:
        """Whether more quotation or title marks are open than closed on the line before each place."""
        points = self._points
        found = np.zeros(len(places), np.bool_)
        lines = np.flatnonzero(points == ord("\n"))
        starts = lines[np.searchsorted(lines, places) - 1]
        for mark, closing in ("“”", "《》"):
            depth = np.cumsum((points == ord(mark)).astype(np.int32) - (points == ord(closing)))
            found |= depth[places - 1] > depth[starts]
        return found

    def around(self, places: Ints, new: Ints, size: int) -> Floats:
        """What the neighbours think of ``new`` instead of ``size`` characters: gains at each distance and in all; how
        well the nearest fit as it stands."""
        side = REACH + 2
        left = self.ids[places[:, None] - side + np.arange(side)]
        old = self.ids[places[:, None] + np.arange(size)]
        right = self.ids[places[:, None] + size + np.arange(side)]
        fits = []
        for middle in (old, new):
            ids = np.concatenate((left, middle, right), 1)
            width = ids.shape[1]
            columns = np.array((side - 2, side - 1, width - side, width - side + 1))
            here = ids[:, columns] >= FIRST
            found = np.zeros((len(places), 4), np.float32)
            found[here] = self.context.fits(ids.ravel(), (np.arange(len(places))[:, None] * width + columns)[here])
            fits.append(found)
        before, after = fits
        gains = after - before
        return np.concatenate((gains, gains.sum(1, keepdims=True), before[:, 1:3]), 1)

    def words(self, places: Ints, new: Ints) -> Floats:
        """How likely the words around each place are, and how much likelier they are with ``new`` there."""
        size = new.shape[1]
        ids = self.ids[places[:, None] - WORDS + np.arange(size + 2 * WORDS)]
        here = segmentation(self.model, ids)
        ids[:, WORDS : WORDS + size] = new
        return np.stack((here, segmentation(self.model, ids) - here), 1)

    def fits(self, places: Ints) -> Floats:
        """How well what stands at each place fits there; a place is asked about once."""
        new = np.unique(places[np.isnan(self._fits[places])])
        self._fits[new] = self.context.fits(self.ids, new)
        return self._fits[places]

    def sentence_fits(self, places: Ints) -> tuple[Floats, Floats]:
        """How well the characters of the sentence around each place fit in the mean, and how many hardly do."""
        start, end = self.sentences(places)
        change = np.zeros(len(self.ids) + 1, np.int64)
        np.add.at(change, start, 1)
        np.add.at(change, end, -1)
        read = np.flatnonzero((np.cumsum(change)[:-1] > 0) & (self.ids >= FIRST))
        fits = self.fits(read)
        first, last = np.searchsorted(read, start), np.searchsorted(read, end)
        sums = np.concatenate(([0.0], np.cumsum(fits, dtype=np.float64)))
        misfits = np.concatenate(([0], np.cumsum(fits < MISFIT)))
        size = np.maximum(last - first, 1)
        return (
            ((sums[last] - sums[first]) / size).astype(np.float32),
            ((misfits[last] - misfits[first]) / size).astype(np.float32),
        )

    def odd_near(self, places: Ints, size: int) -> Ints:
        """How many odd places are near each stretch."""
        return np.searchsorted(self.odd, places + size + NEAR_BY) - np.searchsorted(self.odd, places - NEAR_BY)
