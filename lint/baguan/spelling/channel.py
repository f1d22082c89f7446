"""The channel: a text in, suspected wrong characters out, each with what was probably meant and how sure that is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from baguan.spelling import lengths
from baguan.spelling.candidates import ranks
from baguan.spelling.context import REACH
from baguan.spelling.evidence import NAMES
from baguan.spelling.look import ENDS, PAD, Look
from baguan.spelling.model import ADDED, DROPPED, FIRST, code_points
from baguan.spelling.scan import Choices, Scanner
from baguan.spelling.scorer import Scorer

APART = 2  # two corrections of one reading stand at least so far apart; a nearer one waits for the next reading
READINGS = 3
#: Log odds of what makes an idiom of no word, whatever the scorer says: in 3 million characters of published text not
#: seen before 8 were so, at least two of them faults; in the sentences of the development sets that people wrote 74, 70
#: of them marked as faults.
IDIOM = 3.5
APART_LINES = "\n" * REACH  # between texts that are read together but have nothing to do with each other
HIDDEN = REACH + 2  # characters either way whose faults a fault may hide
AROUND = 40  # characters before and after a sentence that are read with it
BLOCK = 100_000  # characters
NEAR = 1_000_000  # characters either way in which a term is looked for again
LONGEST = 2000  # characters of a sentence either way
_KIND, _OLD_WORD, _NEW_WORD = map(NAMES.index, ("kind", "old_word", "new_word"))
RARE = 9  # the level up to which a pair of characters is odd enough to be a term when it stands twice


@dataclass(frozen=True, slots=True)
class Suspect:
    """``text[start:end]`` is probably wrong for ``new``; one of the two may be empty.

    ``margin`` is the log odds of that; ``quoted`` says it stands within quotation or title marks; ``repeated`` that the
    text has the same odd pair of characters elsewhere, so that it is probably a term; ``word`` that with ``new``, and
    not without, a word of the dictionary stands there; ``real`` that one stands there without
    (for a character that stands twice: that the second begins one).
    """

    start: int
    end: int
    new: str
    margin: float
    quoted: bool
    kind: int
    repeated: bool = False
    word: bool = False
    real: bool = False


class Least(NamedTuple):
    """The log odds from which something is worth telling."""

    certain: float  # a fault, so that its sentence is read again
    companion: float  # another fault in such a sentence
    possible: float
    particle: float
    slip: float


class Found(NamedTuple):
    """What a text has wrong: characters for others; 的, 地, 得; dropped and added characters.  Each in order."""

    characters: list[Suspect]
    particles: list[Suspect]
    slips: list[Suspect]


class Channel:
    """Scanner and scorers together."""

    def __init__(
        self,
        scanner: Scanner,
        scorer: Scorer,
        particle_scorer: Scorer | None = None,
        slip_scorer: Scorer | None = None,
    ) -> None:
        """``particle_scorer`` knows 的, 地, 得, ``slip_scorer`` dropped and added characters; without one none of
        these are found."""
        self.scanner = scanner
        self.scorer = scorer
        self.particle_scorer = particle_scorer
        self.slip_scorer = slip_scorer

    def read(self, text: str, least: Least) -> Found:
        """Everything in one go; a long text by blocks."""
        found = Found([], [], [])
        for start, block in _blocks(text):
            look = self.scanner.look(block)
            characters = self._suspects(block, look, least.certain, least.companion, least.possible)
            slips = self._slips(look, least.slip)
            parts = (_without(characters, slips), self._particles(look, least.particle), _without(slips, characters))
            for part, whole in zip(parts, found, strict=True):
                whole += [self._compare(text, replace(s, start=s.start + start, end=s.end + start)) for s in part]
        return found

    def suspects(self, text: str, certain: float, companion: float, possible: float) -> list[Suspect]:
        """Everything with at least ``possible`` log odds, in order.

        A sentence with a ``certain`` fault is read again with the fault mended, since a fault hides its neighbours;
        there the writer was careless, so that ``companion`` log odds make a fault certain.
        """
        found = self._suspects(text, self.scanner.look(text), certain, companion, possible)
        return [self._compare(text, suspect) for suspect in found]

    def particles(self, text: str, possible: float) -> list[Suspect]:
        """Every 的, 地, 得 that should be another of the three with at least ``possible`` log odds, in order."""
        return [self._compare(text, suspect) for suspect in self._particles(self.scanner.look(text), possible)]

    def _suspects(self, text: str, look: Look, certain: float, companion: float, possible: float) -> list[Suspect]:
        found = self._read(look, possible)
        careless = {sentence_of(text, suspect.start) for suspect in found if suspect.margin >= certain}
        sentences = [_Sentence(text, start, end, companion) for start, end in sorted(careless)]
        starts = [sentence.start for sentence in sentences]
        rest = []
        for suspect in found:
            number = bisect_right(starts, suspect.start) - 1
            if number >= 0 and suspect.start < sentences[number].end:
                sentences[number].sort([suspect])
            else:
                rest.append(suspect)
        self._again(sentences, possible)
        for sentence in sentences:
            rest += sentence.sure + sentence.unsure
        return sorted(rest, key=lambda suspect: suspect.start)

    def _again(self, sentences: list[_Sentence], possible: float) -> None:
        """Find what the sentences have wrong when their faults are mended as they are found."""
        open_ones = sentences
        for _ in range(READINGS - 1):
            if not open_ones:
                break
            lines = [sentence.mended() for sentence in open_ones]
            starts = list(accumulate((len(line) + len(APART_LINES) for line in lines), initial=0))
            look = self.scanner.look(APART_LINES.join(lines))
            among = np.zeros(len(look.ids), np.bool_)
            for sentence, start in zip(open_ones, starts, strict=False):
                for low, high in sentence.changed():
                    among[PAD + start + low : PAD + start + high] = True
            found: list[list[Suspect]] = [[] for _ in lines]
            for suspect in self._read(look, possible, among):
                number = bisect_right(starts, suspect.start) - 1
                shift = open_ones[number].low - starts[number]
                found[number].append(replace(suspect, start=suspect.start + shift, end=suspect.end + shift))
            open_ones = [sentence for sentence, part in zip(open_ones, found, strict=True) if sentence.take(part)]

    def _compare(self, text: str, suspect: Suspect) -> Suspect:
        """The suspect, marked when an odd pair of it stands in the text again."""
        for low in range(max(suspect.start - 1, 0), min(suspect.end, len(text) - 1)):
            pair = text[low : low + 2]
            if self._odd(pair) and elsewhere(text, low, low + 2):
                return replace(suspect, repeated=True)
        return suspect

    def _odd(self, pair: str) -> bool:
        model = self.scanner.model
        ids = model.encode(code_points(pair))
        return bool(ids.min() >= FIRST and model.levels(model.hashes(ids, 2))[0] <= RARE)

    def _particles(self, look: Look, possible: float) -> list[Suspect]:
        if self.particle_scorer is None:
            return []
        parts = self.scanner.particles(look)
        return [s for choices in parts for s in self._rated(choices, self.particle_scorer, possible)]

    def _slips(self, look: Look, possible: float) -> list[Suspect]:
        if self.slip_scorer is None:
            return []
        slips = lengths.slips(look)
        margins = self.slip_scorer.margins(slips.values)
        quoted, ahead = look.quoted(slips.at), lengths.word_ahead(look, slips)
        found: list[Suspect] = []
        for row in lengths.best_of(slips, margins, possible).tolist():
            at, number = int(slips.at[row]) - PAD, int(slips.new[row])
            new, size, kind = (self.scanner.model.character(number), 0, DROPPED) if number else ("", 1, ADDED)
            margin, real = float(margins[row]), bool(ahead[row])
            found.append(Suspect(at, at + size, new, margin, bool(quoted[row]), kind, real=real))
        return _apart(found)

    def _read(self, look: Look, possible: float, among: npt.NDArray[np.bool_] | None = None) -> list[Suspect]:
        parts = self.scanner.choices(look, among)
        return _apart([s for choices in parts for s in self._rated(choices, self.scorer, possible)])

    def _rated(self, choices: Choices, scorer: Scorer, possible: float) -> Iterator[Suspect]:
        """The best choice of each place, if it has at least ``possible`` log odds."""
        margins = scorer.margins(choices.values)
        meant = choices.idioms & ~choices.quoted  # “骑乐无穷” is a play on words
        margins[meant] = np.maximum(margins[meant], IDIOM)
        order = np.lexsort((-margins, choices.groups))
        best = order[(ranks(choices.groups[order]) == 0) & (margins[order] >= possible)]
        character = self.scanner.model.character
        quoted = choices.quoted
        for row in best.tolist():
            at, values = int(choices.at[row]), choices.values[row]
            new = "".join(map(character, choices.new[row].tolist()))
            real = bool(values[_OLD_WORD] > 0)
            yield Suspect(
                at,
                at + choices.size,
                new,
                float(margins[row]),
                bool(quoted[row]),
                int(values[_KIND]),
                word=bool(values[_NEW_WORD] > 0) and not real,
                real=real,
            )


class _Sentence:
    """A careless sentence that is read again."""

    def __init__(self, text: str, start: int, end: int, companion: float) -> None:
        self.start, self.end = start, end
        self._companion = companion
        self.low = max(text.rfind("\n", 0, start) + 1, start - AROUND)
        high = text.find("\n", end, end + AROUND)
        self._line = text[self.low : end + AROUND if high < 0 else high]
        self.sure: list[Suspect] = []
        self.unsure: list[Suspect] = []
        self._fresh: list[Suspect] = []  # sure since the last reading

    def sort(self, found: list[Suspect]) -> bool:
        """Note suspects; tells whether one of them is sure."""
        fresh = [suspect for suspect in found if suspect.margin >= self._companion]
        self._fresh += fresh
        self.sure += fresh
        self.unsure += [suspect for suspect in found if suspect.margin < self._companion]
        return bool(fresh)

    def changed(self) -> list[tuple[int, int]]:
        """What must be read again, as stretches of what ``mended`` gives."""
        low, size = self.low, len(self._line)
        return [(max(s.start - HIDDEN - low, 0), min(s.end + HIDDEN - low, size)) for s in self._fresh]

    def mended(self) -> str:
        """The sentence and what stands around it, without the sure faults."""
        line = self._line
        for suspect in self.sure:
            line = line[: suspect.start - self.low] + suspect.new + line[suspect.end - self.low :]
        return line

    def take(self, found: list[Suspect]) -> bool:
        """Note what stands around mended faults and is wrong; tells whether there is something sure."""
        fresh, self._fresh = self._fresh, []
        self.unsure = [s for s in self.unsure if all(abs(s.start - other.start) > HIDDEN for other in fresh)]
        inside = (suspect for suspect in found if self.start <= suspect.start < self.end)
        return self.sort([s for s in inside if all(s.end <= k.start or k.end <= s.start for k in self.sure)])


def _apart(found: list[Suspect]) -> list[Suspect]:
    """The surest of those that stand close together, in order."""
    kept: list[Suspect] = []
    for suspect in sorted(found, key=lambda suspect: (-suspect.margin, suspect.start)):
        number = bisect_left(kept, suspect.start, key=lambda other: other.start)
        before, after = kept[number - 1 : number], kept[number : number + 1]
        if all(other.end + APART <= suspect.start for other in before) and all(
            suspect.end + APART <= other.start for other in after
        ):
            kept.insert(number, suspect)
    return kept


def _without(found: list[Suspect], others: list[Suspect]) -> list[Suspect]:
    """Those that have no surer one of ``others`` (in order) close by."""
    starts = [other.start for other in others]

    def near(suspect: Suspect) -> Iterator[Suspect]:
        """What stands close by; nothing is longer than ``APART``."""
        for other in others[bisect_left(starts, suspect.start - 2 * APART) : bisect_left(starts, suspect.end + APART)]:
            if other.end + APART > suspect.start:
                yield other

    return [suspect for suspect in found if all(other.margin <= suspect.margin for other in near(suspect))]


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces, so that the n-grams of a very long one are not all held at once.

    Of whole lines, but for a line that is itself longer than a block.
    """
    start = 0
    while start < len(text):
        last = start + 2 * BLOCK
        end = text.find("\n", start + BLOCK, last) + 1 or min(last, len(text))
        yield start, text[start:end]
        start = end


def elsewhere(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` stands there again; of a very long text only what is near is searched."""
    return text.count(text[start:end], max(start - NEAR, 0), end + NEAR) > 1


def sentence_of(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends; one longer than ``2 * LONGEST`` is cut."""
    low, high = max(at - LONGEST, 0), min(at + LONGEST, len(text))
    start = max(low, *(text.rfind(mark, low, at) + 1 for mark in ENDS))
    return start, min((end for mark in ENDS if (end := text.find(mark, at, high)) >= 0), default=high)
