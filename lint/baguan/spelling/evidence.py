"""What speaks for and against one or two characters: n-grams over them, words, names, quotation.

A window is a doubtful stretch with three ids on either side.  Everything is computed for many windows at once: a row of
an array is a window, or a reading of one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from baguan.spelling.model import CLOSE, FIRST, OPEN, SALTS, Floats, Ints, Levels, Model

SIDE = 3  # ids on either side of a stretch

#: log2 of a typical count of each level.
WEIGHT = np.array((0.0, 1.0, 1.7, 2.2, 2.8, 3.5, 4.1, 4.8, 5.5, 6.3, 7.2, 8.3, 9.6, 11.2, 13.5, 16.5), np.float32)

#: What a kind of candidate must be better by (log2, read twice), and what each step of likeness makes up for.
PRIOR = np.array((0.0, -6.0, -12.0, -9.0, -6.0, -4.0, -9.0, -14.0), np.float32)
LIKENESS = 0.8
WORDS_TOTAL = np.float32(26.8)  # log2 of the frequencies of all words, and what a level stands above its frequency
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
    "old_fit", "new_fit", "fit_gain", "fit_gap", "best_fit", "fit_lack",
    "phrase", "sentence_known", "sentence_odd", "quoted", "confused", "confused_back",
)  # fmt: skip

#: Names of what is asked only about candidates that the features speak for: how much better than with the old
#: characters the neighbours fit, at each distance and in all; how well the nearest fit as it stands; how well the
#: sentence fits, and how much of it does not; how many odd places are near; how likely the words are into which it all
#: falls, and how much likelier those with the new characters.
MORE = (
    "fit_left_2", "fit_left_1", "fit_right_1", "fit_right_2", "fit_around", "fit_before", "fit_after",
    "sentence_fit", "sentence_misfit", "fit_in_sentence", "odd_near",
    "words", "words_gain",
)  # fmt: skip


@dataclass(slots=True)
class Windows:
    """Doubtful stretches of one size; the n-grams that do not touch them are looked up once."""

    left: Ints
    old: Ints
    right: Ints
    outer_b: Levels
    outer_t: Levels

    @classmethod
    def of(cls, ids: Ints, levels_2: Levels, levels_3: Levels, places: Ints, size: int) -> Windows:
        """``places``: where the stretches begin in ``ids``; three ids must stand on either side of each."""
        ends = places + size
        sides = np.arange(SIDE)
        return cls(
            ids[places[:, None] - SIDE + sides],
            ids[places[:, None] + np.arange(size)],
            ids[ends[:, None] + sides],
            levels_2[np.stack((places - 3, places - 2, ends, ends + 1), 1)],
            levels_3[np.stack((places - 3, ends), 1)],
        )

    def take(self, rows: Ints) -> Windows:
        """These windows alone."""
        return Windows(self.left[rows], self.old[rows], self.right[rows], self.outer_b[rows], self.outer_t[rows])

    def filled(self, new: Ints) -> Ints:
        """The windows with ``new`` in the middle."""
        return np.concatenate((self.left, new, self.right), 1)


class Readings:
    """Ids in the middle of windows, with what speaks for them."""

    def __init__(
        self,
        model: Model,
        windows: Windows,
        new: Ints,
        kinds: Levels,
        fits: Floats,
        phrases: Levels | None = None,
    ) -> None:
        """``fits``: what the context network says of the ids; ``phrases``: whether they make a set phrase (1) or an
        idiom (2)."""
        ids = windows.filled(new)
        size = new.shape[1]
        keys = [model.hashes(ids, order) for order in (2, 3, 4)]
        keys = [keys[0][:, 2 : 3 + size], keys[1][:, 1 : 3 + size], keys[2]]
        pairs, triples, self.fours = (model.levels(part) for part in keys)
        outer_b, outer_t = windows.outer_b, windows.outer_t
        self.bigrams = np.concatenate((outer_b[:, :2], pairs, outer_b[:, 2:]), 1)
        self.trigrams = np.concatenate((outer_t[:, :1], triples, outer_t[:, 1:]), 1)
        self.new, self.kinds, self.fits = new, kinds, fits
        self.phrases = np.zeros(len(new), np.uint8) if phrases is None else phrases
        self.right, self.left = self._likelihood(ids, model)
        self.score: Floats = self.right + self.left
        self.rated: Floats = self.score + PRIOR[kinds & 7] + (kinds >> 3) * LIKENESS + FIT_WEIGHT * fits

    def _likelihood(self, ids: Ints, model: Model) -> tuple[Floats, Floats]:
        """How likely the windows are, read from the left and from the right."""
        counts = model.unigrams[ids]
        pairs, triples, fours = (WEIGHT[levels] for levels in (self.bigrams, self.trigrams, self.fours))
        count = fours.shape[1]

        def read(here: int, extended: int, triple: int, pair: int, single: int) -> Floats:
            """Each character by the longest n-gram that is known.

            The arguments tell, for the first 4-gram, where the character stands, where the trigram that the 4-gram
            extends, where the trigram and the pair to fall back on, and the character that the pair extends.
            """
            extended_, triple_, pair_, middle = (slice(at, at + count) for at in (extended, triple, pair, 1))
            counts_here, counts_single = counts[:, here : here + count], counts[:, single : single + count]
            values = np.where(
                self.fours > 0,
                fours - triples[:, extended_],
                np.where(
                    self.trigrams[:, triple_] > 0,
                    triples[:, triple_] - pairs[:, middle] - 1,
                    np.where(
                        self.bigrams[:, pair_] > 0,
                        pairs[:, pair_] - counts_single - 2,
                        counts_here - model.total - 3,
                    ),
                ),
            )
            values[ids[:, here : here + count] == 0] = 0
            total: Floats = np.minimum(values, 0).sum(1)
            return total

        return (
            read(here=3, extended=0, triple=1, pair=2, single=2),
            read(here=0, extended=1, triple=0, pair=0, single=1),
        )

    def take(self, rows: Ints) -> Readings:
        """These readings alone."""
        found = object.__new__(Readings)
        for name, values in vars(self).items():
            setattr(found, name, values[rows])
        return found


def words(model: Model, ids: Ints, first: int, last: int) -> npt.NDArray[np.uint8]:
    """Length and level of the longest dictionary word in each row that covers ``first`` to ``last`` (0, 0: none)."""
    found = np.zeros((len(ids), 2), np.uint8)
    for length in range(max(last - first + 1, 2), min(4, ids.shape[1]) + 1):
        part = ids[:, max(last - length + 1, 0) : first + length]
        best = model.levels(model.hashes(part, length) ^ np.uint64(SALTS[length])).max(1, initial=0)
        known = best > 0
        found[known, 0], found[known, 1] = length, best[known]
    return found


def segmentation(model: Model, ids: Ints) -> Floats:
    """How likely each row is as a row of words (log2), cut where that is likeliest: a unigram model of words."""
    single = model.unigrams[ids] - model.total + np.log2((model.alone[ids].astype(np.float32) + 0.5) / 256)
    single[ids < FIRST] = 0
    likely = [single.astype(np.float32)]
    for length in (2, 3, 4):
        levels = model.levels(model.hashes(ids, length) ^ np.uint64(SALTS[length]))
        likely.append(np.where(levels > 0, levels - WORDS_TOTAL, -np.inf).astype(np.float32))
    best = [np.zeros(len(ids), np.float32)]
    for end in range(1, ids.shape[1] + 1):
        cuts = [best[end - length] + likely[length - 1][:, end - length] for length in range(1, min(end, 4) + 1)]
        best.append(np.maximum.reduce(cuts))
    return best[-1]


@dataclass(slots=True)
class Standing:
    """How readings stand among those of the same window."""

    gap: Floats
    rank: Ints
    rivals: Ints
    fit_gap: Floats
    best_fit: Floats  # of any character there


def features(
    model: Model, windows: Windows, old: Readings, new: Readings, standing: Standing, old_words: npt.NDArray[np.uint8]
) -> Floats:
    """The features of readings against what stands there, all but the last five: a row for each of ``new``.

    ``windows``, ``old`` and ``old_words`` (what ``words`` says of the old ids) have a row for each of ``new`` too.
    """
    before_2, before = windows.left[:, 1], windows.left[:, 2]
    after, after_2 = windows.right[:, 0], windows.right[:, 1]
    here, last = windows.old[:, 0], windows.old[:, -1]
    counts = model.unigrams
    columns: list[npt.NDArray[np.generic]] = [
        np.full(len(here), windows.old.shape[1]),
        new.right - old.right,
        new.left - old.left,
        new.score - old.score,
        standing.gap,
        standing.rank,
        standing.rivals,
        *_levels(old),
        *_levels(new),
        old.trigrams[:, 1:-1].sum(1),
        old.fours.sum(1),
        new.trigrams[:, 1:-1].sum(1),
        new.fours.sum(1),
        (old.trigrams[:, 1:-1] > 0).sum(1) + (old.fours > 0).sum(1),
        (new.trigrams[:, 1:-1] > 0).sum(1) + (new.fours > 0).sum(1),
        counts[windows.old].min(1),
        counts[new.new].min(1),
        new.kinds & 7,
        new.kinds >> 3,
        *old_words.T,
        *words(model, windows.filled(new.new), SIDE, SIDE + new.new.shape[1] - 1).T,
        model.surnames[before],
        model.surnames[before_2],
        model.surnames[here],
        model.given[last],
        model.given[before],
        model.given[after],
        model.given[new.new[:, -1]],
        model.foreign[here],
        model.foreign[before],
        model.foreign[after],
        *(np.minimum(ids, FIRST) for ids in (before, after, before_2, after_2)),
        _blank(windows.left[:, ::-1]),
        _blank(windows.right),
        (windows.outer_b > 0).sum(1),
        (windows.outer_t > 0).sum(1),
        old.right,
        old.left,
        new.right,
        new.left,
        model.place[here],
        model.place[before],
        model.place[after],
        _first(model.divisions[windows.right], 0),
        model.alone[here],
        model.alone[new.new[:, 0]],
        model.alone[before],
        model.alone[after],
        old.fits,
        new.fits,
        new.fits - old.fits,
        standing.fit_gap,
        standing.best_fit,
        standing.best_fit - new.fits,
        new.phrases,
    ]
    return np.stack([column.astype(np.float32) for column in columns], 1)


def _levels(readings: Readings) -> tuple[Levels, ...]:
    pairs, triples, fours = readings.bigrams, readings.trigrams, readings.fours
    return (
        pairs[:, 2],
        pairs[:, -3],
        triples[:, 1],
        triples[:, 2:-2].max(1),
        triples[:, -2],
        fours[:, 0],
        fours[:, 1:-1].max(1),
        fours[:, -1],
    )


def _first(marks: npt.NDArray[np.bool_], none: int) -> Ints:
    """The place of the first mark of each row, from 1; ``none`` where there is none."""
    return np.where(marks.any(1), marks.argmax(1) + 1, none)


def _blank(ids: Ints) -> Ints:
    """How many ids of each row stand before the first that is no character."""
    signs = (ids < FIRST) & (ids != OPEN) & (ids != CLOSE)
    return _first(signs, ids.shape[1] + 1) - 1
