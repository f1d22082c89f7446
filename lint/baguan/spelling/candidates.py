"""What may have been meant at a doubtful place: candidates by sound, shape, part and word, and by the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from baguan.spelling.context import REACH
from baguan.spelling.evidence import FIT_WEIGHT, LIKENESS, PRIOR
from baguan.spelling.look import Look, Phrases
from baguan.spelling.model import ANY, SWAP, WORD, Floats, Ints, Keys, Levels

BATCH = 1024  # places that are read in one go
TRIED, TRIED_WORDS = 8, 5  # candidates of a place that are read in full
UNLIKELY = -8.0  # where a character is less likely than this, any other may have been meant
STRANGE = -3.5  # and where it is less likely than this, any that makes a set phrase
PARTICLES = "的地得"
PARTICLE_SLACK = 3  # how much less the trigrams of another particle may say


@dataclass(slots=True)
class Proposals:
    """Candidates of one size, in the order of their places; ``groups`` tells the place of each.

    ``old_fits`` and ``best_fits`` (of any character there; 0 where all were not asked) have an entry for each place,
    ``new``, ``kinds``, ``fits`` and ``phrases`` (1 if it makes a set phrase, 2 if an idiom) one for each candidate.
    """

    places: Ints
    old_fits: Floats
    best_fits: Floats
    groups: Ints
    new: Ints
    kinds: Levels
    fits: Floats
    phrases: Levels


@dataclass(slots=True)
class _Options:
    """Characters that may have been meant: the place of each (counted), its id, its kind, the kind of its phrase."""

    groups: Ints
    new: Ints
    kinds: Levels
    phrases: Levels

    def take(self, rows: Ints | npt.NDArray[np.bool_]) -> _Options:
        """These alone."""
        return _Options(self.groups[rows], self.new[rows], self.kinds[rows], self.phrases[rows])


def singles(look: Look, places: Ints, old_fits: Floats, phrases: Phrases) -> Proposals:
    """Candidates for one character: those that the network likes better than what stands there (``old_fits``), and
    those that make a set phrase."""
    context = look.context
    scores = context.scores(context.hidden(look.ids, places))
    best = context.best(scores)
    best_fits = scores[np.arange(len(places)), context.numbers[best]]
    likeliest = np.flatnonzero((old_fits < UNLIKELY) & (best != look.ids[places]))
    none = np.zeros(len(likeliest), np.uint8)
    found = _merged(
        _alike(look, places, scores, old_fits),
        _Options(likeliest, best[likeliest], none + np.uint8(ANY), none),
        _completing(look, places, scores, old_fits, phrases),
    )
    fits = scores[found.groups, context.numbers[found.new]]
    return Proposals(places, old_fits, best_fits, found.groups, found.new[:, None], found.kinds, fits, found.phrases)


def _merged(*parts: _Options) -> _Options:
    """All of them in the order of the places, what is told twice once: as a phrase, or else with its kind."""
    found = _Options(*(np.concatenate([getattr(part, name) for part in parts]) for name in _Options.__slots__))
    order = np.lexsort((found.kinds & 7 == ANY, -found.phrases.astype(np.int8), found.new, found.groups))
    found = found.take(order)
    return found.take(np.flatnonzero(np.diff(found.groups << 16 | found.new, prepend=-1)))


def _alike(look: Look, places: Ints, scores: Floats, old_fits: Floats) -> _Options:
    """Of the candidates by sound, shape and part the most promising that fit better than what stands there."""
    alike = [look.model.candidates(number) for number in look.ids[places].tolist()]
    groups = np.repeat(np.arange(len(places)), [len(part.ids) for part in alike])
    new = np.concatenate([part.ids for part in alike] or [groups])
    kinds = np.concatenate([np.zeros(0, np.uint8), *(part.kinds for part in alike)])
    fits = scores[groups, look.context.numbers[new]]
    better = np.flatnonzero(fits > old_fits[groups])
    groups, new, kinds, fits = groups[better], new[better], kinds[better], fits[better]
    rated = 2 * _trigrams(look, places[groups], new) + PRIOR[kinds & 7] + (kinds >> 3) * LIKENESS + FIT_WEIGHT * fits
    return _Options(groups, new, kinds, np.zeros(len(new), np.uint8)).take(_first(groups, rated, TRIED))


def _completing(look: Look, places: Ints, scores: Floats, old_fits: Floats, phrases: Phrases) -> _Options:
    """The characters that make a set phrase at ``places``, where they are like what stands there or fit better, or
    where nothing fits well."""
    first, last = np.searchsorted(phrases.places, (places[0], places[-1] + 1)) if len(places) else (0, 0)
    groups, new = np.searchsorted(places, phrases.places[first:last]), phrases.new[first:last]
    pairs = zip(look.ids[places[groups]].tolist(), new.tolist(), strict=True)
    kinds = np.array([look.model.kind(one, other) for one, other in pairs], np.uint8)
    fits = scores[groups, look.context.numbers[new]]
    likely = (kinds & 7 != ANY) | (old_fits[groups] <= np.maximum(fits, STRANGE))
    return _Options(groups, new, kinds, phrases.kinds[first:last]).take(likely)


def doubles(look: Look, places: Ints) -> Proposals:
    """Candidates for two characters: words of the same or a near sound, and the two swapped."""
    model, ids = look.model, look.ids
    pairs = np.stack((ids[places], ids[places + 1]), 1)
    found = [model.homophones(one, two) for one, two in pairs.tolist()]
    groups = np.repeat(np.arange(len(places)), [len(part) for part in found])
    new = np.array([word for part in found for word in part], np.intp).reshape(-1, 2)
    levels = _read(look, places[groups], new, 3).astype(np.float32)
    here = look.levels_3[places - 1].astype(np.float32) + look.levels_3[places]
    total = levels[:, 1:3].sum(1)  # the trigrams that hold both
    better = np.flatnonzero(total > here[groups])
    kept = better[_first(groups[better], total[better], TRIED_WORDS)]
    groups, new = groups[kept], new[kept]
    swapped = (new == pairs[groups][:, ::-1]).all(1)
    fits = _fits(look, places[groups], new)
    kinds = np.where(swapped, SWAP, WORD).astype(np.uint8)
    none = np.zeros(len(places), np.float32)
    return Proposals(places, _fits(look, places, pairs), none, groups, new, kinds, fits, np.zeros(len(new), np.uint8))


def particles(look: Look) -> Proposals:
    """The other two of 的, 地, 得 wherever one of them stands, if the trigrams know them there."""
    model, ids = look.model, look.ids
    numbers = np.array([model.ids[character] for character in PARTICLES], np.intp)
    places = np.flatnonzero(np.isin(ids, numbers))
    which = np.searchsorted(numbers, ids[places], sorter=np.argsort(numbers))
    others = numbers[np.argsort(numbers)][(which[:, None] + [1, 2]) % 3]
    groups, new = np.repeat(np.arange(len(places)), 2), others.reshape(-1)
    here = sum(look.levels_3[places - back].astype(np.float32) for back in range(3))
    least = np.maximum(here - PARTICLE_SLACK, 1)
    kept = np.flatnonzero(_trigrams(look, places[groups], new) >= least[groups])
    groups, new = groups[kept], new[kept]
    places, groups = _used(places, groups)
    hidden = look.context.hidden(ids, places)
    fits = look.context.score(hidden[groups], new)
    kinds = np.zeros(len(new), np.uint8)
    none = np.zeros(len(places), np.float32)
    old_fits = look.context.score(hidden, ids[places])
    return Proposals(places, old_fits, none, groups, new[:, None], kinds, fits, np.zeros(len(new), np.uint8))


def _used(places: Ints, groups: Ints) -> tuple[Ints, Ints]:
    """The places that have candidates, and the groups counted anew."""
    used, anew = np.unique(groups, return_inverse=True)
    return places[used], anew


def _trigrams(look: Look, places: Ints, new: Ints) -> Floats:
    """What the three trigrams over a place say when ``new`` stands there."""
    found: Floats = _read(look, places, new[:, None], 3).sum(1, dtype=np.float32)
    return found


def _read(look: Look, places: Ints, new: Ints, order: int) -> Levels:
    """The levels of the n-grams that touch ``new`` when it stands at ``places``."""
    size = new.shape[1]
    side = order - 1
    ids = look.ids[places[:, None] - side + np.arange(size + 2 * side)]
    ids[:, side : side + size] = new
    keys: Keys = look.model.hashes(ids, order)
    return look.model.levels(keys)


def _fits(look: Look, places: Ints, new: Ints) -> Floats:
    """How well the characters of ``new`` fit together from ``places`` on."""
    size = new.shape[1]
    width = 2 * REACH + size
    ids = look.ids[places[:, None] - REACH + np.arange(width)]
    ids[:, REACH : REACH + size] = new
    at = np.arange(len(places))[:, None] * width + REACH + np.arange(size)
    found: Floats = look.context.fits(ids.ravel(), at.ravel()).reshape(-1, size).sum(1)
    return found


def _first(groups: Ints, rated: npt.NDArray[np.floating], count: int) -> Ints:
    """The best ``count`` of each group, in the order of the groups."""
    order = np.lexsort((-rated, groups))
    return order[ranks(groups[order]) < count]


def ranks(groups: Ints) -> Ints:
    """The place of each entry among those of its group; groups stand together."""
    change = np.flatnonzero(np.diff(groups, prepend=-1))
    sizes = np.diff(np.append(change, len(groups)))
    return np.arange(len(groups)) - np.repeat(change, sizes)


def parts(places: Ints) -> Iterator[Ints]:
    """Pieces of at most ``BATCH``, so that what is known of many places at once stays small."""
    for start in range(0, len(places), BATCH):
        yield places[start : start + BATCH]
