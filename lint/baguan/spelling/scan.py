"""Finds wrong characters: a cheap look at every place, candidates for the few that look odd, a sieve for those."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from baguan.spelling import candidates
from baguan.spelling.candidates import Proposals, parts, ranks
from baguan.spelling.confusions import Confusions
from baguan.spelling.context import Context
from baguan.spelling.evidence import NAMES, SIDE, Readings, Standing, Windows, features, words
from baguan.spelling.look import PAD, Look
from baguan.spelling.model import NEAR, Floats, Ints, Model

if TYPE_CHECKING:
    from baguan.spelling.scorer import Scorer

KEPT = 3  # candidates that go to the scorer
FITS = -3.5  # a character likelier than this (base e) is not doubted
WORD_FITS = -8.0  # nor are two that are together likelier than this
LEAST_FIT_GAIN = 4.0
LEAST_GAIN = 2.0
HOPE = -3.5  # log odds from which a candidate is worth a second look
PARTICLE_GAIN = -1.0
IDIOM = 2  # what the feature "phrase" says of one
MUCH_ALIKE = 5  # likeness from which a shape is easily taken for another

_OLD_FIT, _QUOTED = NAMES.index("old_fit"), NAMES.index("quoted")
_IDIOM = [NAMES.index(name) for name in ("phrase", "old_word", "kind", "likeness", "confused")]


@dataclass(slots=True)
class Choices:
    """Candidates of one size, a row of each array for each, those of one place together and the best first.

    ``at`` tells the places in the text, ``groups`` which candidates share one, ``new`` the ids of what was meant and
    ``values`` what the scorer needs to know.
    """

    at: Ints
    groups: Ints
    new: Ints
    values: Floats

    def __len__(self) -> int:
        return len(self.at)

    @property
    def size(self) -> int:
        """How many characters each is for."""
        return int(self.new.shape[1])

    @property
    def quoted(self) -> npt.NDArray[np.bool_]:
        """Of each, whether it stands within quotation or title marks."""
        found: npt.NDArray[np.bool_] = self.values[:, _QUOTED] > 0
        return found

    @property
    def idioms(self) -> npt.NDArray[np.bool_]:
        """Of each, whether it makes an idiom (成语) of what is no word, and is easily taken for what stands there."""
        phrase, word, kind, likeness, confused = self.values[:, _IDIOM].T
        alike = (kind <= NEAR) | (likeness >= MUCH_ALIKE) | (confused > 0)
        found: npt.NDArray[np.bool_] = alike & (phrase == IDIOM) & (word == 0)
        return found

    def take(self, rows: Ints | npt.NDArray[np.bool_]) -> Choices:
        """These candidates alone."""
        return Choices(self.at[rows], self.groups[rows], self.new[rows], self.values[rows])


class Scanner:
    """Looks for odd places in a text."""

    def __init__(
        self, model: Model, context: Context, sieve: Scorer | None = None, confusions: Confusions | None = None
    ) -> None:
        """``sieve`` lets those candidates pass that are worth a second look; without one all pass, looked at once."""
        self.model = model
        self.context = context
        self.sieve = sieve
        self.confusions = confusions or Confusions()

    def look(self, text: str) -> Look:
        """What ``choices`` and ``particles`` need to know of a text."""
        return Look(self.model, self.context, self.confusions, text)

    def choices(self, look: Look, among: npt.NDArray[np.bool_] | None = None) -> Iterator[Choices]:
        """The best candidates of the odd places, or of those of them that ``among`` (by place) has."""
        places, phrases = look.doubtful(), look.phrases()
        if among is not None:
            places, phrases = places[among[places]], phrases.take(among[phrases.places])
        fits = look.fits(places)
        together = np.flatnonzero((np.diff(places) == 1) & (fits[1:] + fits[:-1] <= WORD_FITS))
        for part in parts(places[together]):
            yield from self._sieved(look, candidates.doubles(look, part))
        unfit = np.flatnonzero(fits <= FITS)
        places, fits = places[unfit], fits[unfit]
        known = np.setdiff1d(phrases.places, places)  # fitting or not, a set phrase may have been meant
        places, fits = np.append(places, known), np.append(fits, look.fits(known))
        for rows in parts(np.argsort(places)):
            yield from self._sieved(look, candidates.singles(look, places[rows], fits[rows], phrases))

    def _sieved(self, look: Look, proposals: Proposals) -> Iterator[Choices]:
        """The proposals that the sieve lets pass, with the features of the second look."""
        choices = best(look, proposals, LEAST_GAIN)
        if self.sieve is not None and choices is not None:
            choices = choices.take((self.sieve.margins(choices.values) > HOPE) | choices.idioms)
            choices = replace(choices, values=np.concatenate((choices.values, more(look, choices)), 1))
        if choices:
            yield choices

    def particles(self, look: Look) -> Iterator[Choices]:
        """For the 的, 地, 得 that another of the three fits better, the choices."""
        choices = best(look, candidates.particles(look), PARTICLE_GAIN)
        if choices:
            around = look.around(choices.at + PAD, choices.new, choices.size)
            yield replace(choices, values=np.concatenate((choices.values, around), 1))


def best(look: Look, proposals: Proposals, gain: float) -> Choices | None:
    """The proposals that are better than what stands there, by ``gain`` (log2, read twice), best first."""
    places, groups, size = proposals.places, proposals.groups, proposals.new.shape[1]
    if not len(groups):
        return None
    model = look.model
    windows = Windows.of(look.ids, look.levels_2, look.levels_3, places, size)
    old = Readings(model, windows, windows.old, np.zeros(len(places), np.uint8), proposals.old_fits)
    new = Readings(model, windows.take(groups), proposals.new, proposals.kinds, proposals.fits, proposals.phrases)
    better = (new.score > old.score[groups] + gain) | (new.fits > old.fits[groups] + LEAST_FIT_GAIN) | (new.phrases > 0)
    order = np.lexsort((*new.new.T[::-1], -new.rated, new.phrases == 0, groups))  # a set phrase goes before
    order = order[better[order]]
    if not len(order):
        return None
    new, groups = new.take(order), groups[order]
    standing = _standing(groups, new, old, proposals.best_fits)
    kept = np.flatnonzero(standing.rank < KEPT)
    new, groups = new.take(kept), groups[kept]
    standing = Standing(*(getattr(standing, name)[kept] for name in Standing.__slots__))
    old_words = np.zeros((len(places), 2), np.uint8)
    seen = np.unique(groups)
    old_words[seen] = words(model, windows.take(seen).filled(windows.old[seen]), SIDE, SIDE + size - 1)
    values = features(model, windows.take(groups), old.take(groups), new, standing, old_words[groups])
    confused = look.confused(windows.old[groups], new.new)
    values = np.concatenate((values, look.setting(places)[groups], confused), 1)
    return Choices(places[groups] - PAD, groups, new.new, values)


def _standing(groups: Ints, new: Readings, old: Readings, best_fits: Floats) -> Standing:
    """How readings (best first, those of a window together) stand among those of their window."""
    rank = ranks(groups)
    starts = np.flatnonzero(rank == 0)
    which = np.cumsum(rank == 0) - 1
    rivals = np.diff(np.append(starts, len(groups)))
    rated = new.rated
    second = np.where(rivals > 1, rated[np.minimum(starts + 1, len(rated) - 1)], -np.inf)
    rival = np.where(rank == 0, np.maximum(second, old.rated[groups[starts]])[which], rated[starts][which])
    fits = new.fits
    top = np.maximum.reduceat(fits, starts)[which]
    first = np.flatnonzero(fits == top)
    first = first[np.unique(which[first], return_index=True)[1]]
    others = fits.copy()
    others[first] = -np.inf
    top[first] = np.maximum.reduceat(others, starts)
    gap = fits - np.maximum(top, old.fits[groups])
    return Standing(rated - rival, rank, rivals[which], gap, best_fits[groups])


def more(look: Look, choices: Choices) -> Floats:
    """The features ``MORE`` of choices."""
    places = choices.at + PAD
    mean, misfit = look.sentence_fits(places)
    own = choices.values[:, _OLD_FIT] - mean * choices.size
    near = look.odd_near(places, choices.size)
    columns = np.stack((mean, misfit, own, near.astype(np.float32)), 1)
    return np.concatenate((look.around(places, choices.new, choices.size), columns, look.words(places, choices.new)), 1)
