"""Finds dropped and added characters: where the text reads better with one more, or one less."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from baguan.spelling.candidates import parts, ranks
from baguan.spelling.context import REACH
from baguan.spelling.evidence import SIDE, Readings, Windows, words
from baguan.spelling.look import Look
from baguan.spelling.model import FIRST, Floats, Ints, Levels

DOUBTED = -4.5  # a gap beside a character likelier than this (base e), or such a character, is not looked at
COMMON_PAIR = 9  # nor is a gap in the middle of a pair of at least this level
RARE_PAIR = 4  # a pair up to this level may have lost what stood between, though either side is well known
LEAST_GAIN = -14.0  # (log2, read twice) a reading that is worse by more is no candidate
LEAST_AROUND = 1.0  # what the neighbours must fit better by (base e)

#: Names of the features, in the order of ``_features``.
NAMES = (
    "dropped", "gain_right", "gain_left", "old_right", "old_left", "new_right", "new_left",
    "old_pair", "new_pair", "old_t", "new_t", "old_q", "new_q", "old_known", "new_known",
    "common", "alone", "fit", "fit_gap", "same", "near_same",
    "fit_left_2", "fit_left_1", "fit_right_1", "fit_right_2", "fit_around", "fit_before", "fit_after",
    "old_word", "old_word_level", "new_word", "new_word_level",
    "surname_1", "surname_2", "given_before", "given_after", "foreign_before", "foreign_after", "place_before",
    "place_after", "class_before", "class_after", "sentence_known", "sentence_odd", "quoted",
    "sentence_fit", "sentence_misfit", "odd_near",
)  # fmt: skip


@dataclass(slots=True)
class Slips:
    """Characters to put in or to leave out, a row of each array for each.

    ``at`` tells the places in the look; a character of ``new`` goes before that place, or, where it is no character
    (0), the one that stands there is left out.
    """

    at: Ints
    new: Ints
    values: Floats

    def __len__(self) -> int:
        return len(self.at)


def slips(look: Look) -> Slips:
    """What may have been dropped or added, with the features of each."""
    ids = look.ids
    characters = ids >= FIRST
    rare = np.flatnonzero((look.levels_2 <= RARE_PAIR) & characters[:-1] & characters[1:])
    places = np.unique(np.concatenate((look.doubtful(), rare, rare + 1)))
    unfit = places[look.fits(places) <= DOUBTED]
    twice = np.flatnonzero((ids[1:] == ids[:-1]) & (ids[1:] >= FIRST)) + 1
    left_out = np.unique(np.concatenate((unfit, twice)))
    gaps = np.unique(np.concatenate((unfit, unfit + 1)))
    gaps = gaps[look.levels_2[gaps - 1] < COMMON_PAIR]
    found = [_added(look, part) for part in parts(left_out)] + [_dropped(look, part) for part in parts(gaps)]
    if not found:
        none = np.zeros(0, np.intp)
        return Slips(none, none, np.zeros((0, len(NAMES)), np.float32))
    columns = ([getattr(part, name) for part in found] for name in Slips.__slots__)
    return Slips(*map(np.concatenate, columns))


def _added(look: Look, places: Ints) -> Slips:
    """The characters at ``places`` without which the text reads better."""
    ids = look.ids
    windows = Windows.of(ids, look.levels_2, look.levels_3, places, 1)
    fits = look.fits(places)
    none = ids[places][:, None][:, :0]
    around = look.around(places, none, 1)
    old = Readings(look.model, windows, windows.old, np.zeros(len(places), np.uint8), fits)
    new = Readings(look.model, windows, none, np.zeros(len(places), np.uint8), np.zeros_like(fits))
    kept = np.flatnonzero((new.score > old.score + LEAST_GAIN) & (around[:, 4] > LEAST_AROUND))
    character = ids[places]
    own = np.stack((fits, np.zeros_like(fits)), 1)
    same = _same(windows, character)
    asked = (windows.take(kept), old.take(kept), new.take(kept), character[kept], own[kept], same[kept], around[kept])
    return Slips(places[kept], np.zeros(len(kept), np.intp), _features(look, places[kept], 0, *asked))


def _dropped(look: Look, gaps: Ints) -> Slips:
    """What the network would first put before each of these places."""
    ids, context = look.ids, look.context
    width = 2 * REACH + 1
    around = np.insert(ids[gaps[:, None] - REACH + np.arange(width - 1)], REACH, 0, axis=1)
    scores = context.scores(context.hidden(around.ravel(), np.arange(len(gaps)) * width + REACH))
    new = context.best(scores)
    places = np.arange(len(gaps))
    fits = scores[places, context.numbers[new]]
    scores[places, context.numbers[new]] = -np.inf
    own = np.stack((fits, fits - scores[:, FIRST:].max(1)), 1)
    windows = Windows.of(ids, look.levels_2, look.levels_3, gaps, 0)
    none = np.zeros((len(gaps), 0), np.intp)
    old = Readings(look.model, windows, none, np.zeros(len(gaps), np.uint8), np.zeros(len(gaps), np.float32))
    read = Readings(look.model, windows, new[:, None], np.zeros(len(new), np.uint8), own[:, 0])
    gains = look.around(gaps, new[:, None], 0)
    kept = np.flatnonzero((read.score > old.score + LEAST_GAIN) & (gains[:, 4] > LEAST_AROUND))
    same = _same(windows, new)
    asked = (windows.take(kept), old.take(kept), read.take(kept), new[kept], own[kept], same[kept], gains[kept])
    return Slips(gaps[kept], new[kept], _features(look, gaps[kept], 1, *asked))


def _same(windows: Windows, character: Ints) -> Floats:
    """Whether the character stands on one side already, and how often among the nearest."""
    sides = np.concatenate((windows.left, windows.right), 1) == character[:, None]
    return np.stack((sides[:, SIDE - 1 : SIDE + 1].any(1), sides.sum(1)), 1).astype(np.float32)


def _features(
    look: Look,
    places: Ints,
    dropped: int,
    windows: Windows,
    old: Readings,
    new: Readings,
    character: Ints,
    own: Floats,
    same: Floats,
    around: Floats,
) -> Floats:
    """The features ``NAMES``."""
    model = look.model
    before_2, before, after = windows.left[:, 1], windows.left[:, 2], windows.right[:, 0]
    mean, misfit = look.sentence_fits(places)
    columns = [
        np.full(len(places), dropped),
        new.right - old.right,
        new.left - old.left,
        old.right,
        old.left,
        new.right,
        new.left,
        *(reading.bigrams[:, 2:-2].min(1) for reading in (old, new)),
        *(reading.trigrams[:, 1:-1].mean(1) for reading in (old, new)),
        *(reading.fours.mean(1) for reading in (old, new)),
        *(_known(reading) for reading in (old, new)),
        model.unigrams[character],
        model.alone[character],
        *own.T,
        *same.T,
        *around.T,
        *(part for reading in (old, new) for part in _words(look, windows, reading.new).T),
        model.surnames[before],
        model.surnames[before_2],
        model.given[before],
        model.given[after],
        model.foreign[before],
        model.foreign[after],
        model.place[before],
        model.place[after],
        np.minimum(before, FIRST),
        np.minimum(after, FIRST),
        *look.setting(places).T,
        mean,
        misfit,
        look.odd_near(places, 1),
    ]
    return np.stack([column.astype(np.float32) for column in columns], 1)


def _known(reading: Readings) -> Floats:
    known: Floats = (reading.trigrams[:, 1:-1] > 0).mean(1) + (reading.fours > 0).mean(1)
    return known


def _words(look: Look, windows: Windows, new: Ints) -> Levels:
    """The longest word over the stretch, or over the place where its sides meet."""
    size = new.shape[1]
    first, last = (SIDE, SIDE + size - 1) if size else (SIDE - 1, SIDE)
    return words(look.model, windows.filled(new), first, last)


def word_ahead(look: Look, slips: Slips) -> npt.NDArray[np.bool_]:
    """Of each, whether it is a character that stands twice, the second time at the start of a word."""
    ids, at = look.ids, slips.at
    second = at + (ids[at] != ids[at - 1])
    twice = (slips.new == 0) & (ids[second] == ids[second - 1])
    pairs = ids[second[:, None] + [0, 1]]
    found: npt.NDArray[np.bool_] = twice & (words(look.model, pairs, 0, 1)[:, 0] > 0)
    return found


def best_of(slips: Slips, margins: Floats, least: float) -> Ints:
    """The best at each place, if it has at least ``least`` log odds: rows of ``slips``."""
    rows = np.flatnonzero(margins >= least)
    order: Ints = rows[np.lexsort((-margins[rows], slips.at[rows]))]
    found: Ints = order[ranks(slips.at[order]) == 0]
    return found
