"""The channel: a text in, suspected wrong characters out, each with what was probably meant and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from baguan.spelling.evidence import NAMES
from baguan.spelling.model import FIRST
from baguan.spelling.scan import ENDS, Choice, Look, Scanner
from baguan.spelling.scorer import Scorer

APART = 2  # two corrections of one reading stand at least so far apart; a nearer one waits for the next reading
READINGS = 3
AROUND = 40  # characters before and after a sentence that are read with it
BLOCK = 100_000  # characters
NEAR = 1_000_000  # characters either way in which a term is looked for again
LONGEST = 2000  # characters of a sentence either way
_KIND, _OLD_WORD, _NEW_WORD = map(NAMES.index, ("kind", "old_word", "new_word"))
RARE = 9  # the level up to which a pair of characters is odd enough to be a term when it stands twice


@dataclass(frozen=True, slots=True)
class Suspect:
    """``text[start:end]`` is probably wrong for ``new``.

    ``margin`` is the log odds of that; ``quoted`` says it stands within quotation or title marks; ``repeated`` that the
    text has the same odd pair of characters elsewhere, so that it is probably a term; ``word`` that with ``new``, and
    not without, a word of the dictionary stands there.
    """

    start: int
    end: int
    new: str
    margin: float
    quoted: bool
    kind: int
    repeated: bool = False
    word: bool = False


class Channel:
    """Scanner and scorer together."""

    def __init__(self, scanner: Scanner, scorer: Scorer, particle_scorer: Scorer | None = None) -> None:
        """``particle_scorer`` knows 的, 地, 得; without one ``particles`` finds nothing."""
        self.scanner = scanner
        self.scorer = scorer
        self.particle_scorer = particle_scorer

    def read(
        self, text: str, certain: float, companion: float, possible: float, particle: float
    ) -> tuple[list[Suspect], list[Suspect]]:
        """``suspects`` and ``particles`` (of at least ``particle`` log odds) in one go; a long text by blocks."""
        both: tuple[list[Suspect], list[Suspect]] = ([], [])
        for start, block in _blocks(text):
            look = self.scanner.look(block)
            for found, all_found in zip(
                (self._suspects(block, look, certain, companion, possible), self._particles(block, look, particle)),
                both,
                strict=True,
            ):
                all_found += [self._compare(text, replace(s, start=s.start + start, end=s.end + start)) for s in found]
        return both

    def suspects(self, text: str, certain: float, companion: float, possible: float) -> list[Suspect]:
        """Everything with at least ``possible`` log odds, in order.

        A sentence with a ``certain`` fault is read again with the fault mended, since a fault hides its neighbours;
        there the writer was careless, so that ``companion`` log odds make a fault certain.
        """
        found = self._suspects(text, self.scanner.look(text), certain, companion, possible)
        return [self._compare(text, suspect) for suspect in found]

    def particles(self, text: str, possible: float) -> list[Suspect]:
        """Every 的, 地, 得 that should be another of the three with at least ``possible`` log odds, in order."""
        return [self._compare(text, suspect) for suspect in self._particles(text, self.scanner.look(text), possible)]

    def _suspects(self, text: str, look: Look, certain: float, companion: float, possible: float) -> list[Suspect]:
        found = self._read(text, look, possible)
        sentences = {sentence_of(text, suspect.start) for suspect in found if suspect.margin >= certain}
        for start, end in sorted(sentences):
            inside = [suspect for suspect in found if start <= suspect.start < end]
            found = [suspect for suspect in found if not start <= suspect.start < end]
            found += self._again(text, start, end, inside, companion, possible)
        return sorted(found, key=lambda suspect: suspect.start)

    def _compare(self, text: str, suspect: Suspect) -> Suspect:
        """The suspect, marked when an odd pair of it stands in the text again."""
        for low in range(max(suspect.start - 1, 0), min(suspect.end, len(text) - 1)):
            pair = text[low : low + 2]
            if self._odd(pair) and elsewhere(text, low, low + 2):
                return replace(suspect, repeated=True)
        return suspect

    def _odd(self, pair: str) -> bool:
        model = self.scanner.model
        one, two = (model.ids[character] for character in pair)
        if min(one, two) < FIRST:
            return False
        return model.level(model.keys[0][one] ^ model.keys[1][two]) <= RARE

    def _particles(self, text: str, look: Look, possible: float) -> list[Suspect]:
        if self.particle_scorer is None:
            return []
        margin = self.particle_scorer.margin
        found = []
        for choices in self.scanner.particles(text, look):
            value, choice = max(((margin(choice.values), choice) for choice in choices), key=lambda pair: pair[0])
            if value >= possible:
                found.append(_suspect(choice, value))
        return found

    def _again(
        self, text: str, start: int, end: int, found: list[Suspect], companion: float, possible: float
    ) -> list[Suspect]:
        """What a sentence has wrong when its faults are mended as they are found."""
        low, high = max(text.rfind("\n", 0, start) + 1, start - AROUND), text.find("\n", end, end + AROUND)
        high = end + AROUND if high < 0 else high
        kept = [suspect for suspect in found if suspect.margin >= companion]
        more: list[Suspect] = []
        for _ in range(READINGS - 1):
            line = text[low:high]
            for suspect in kept:
                line = line[: suspect.start - low] + suspect.new + line[suspect.end - low :]
            more = [
                replace(s, start=s.start + low, end=s.end + low)
                for s in self._read(line, self.scanner.look(line), possible)
            ]
            more = [
                s for s in more if start <= s.start < end and all(s.end <= k.start or k.end <= s.start for k in kept)
            ]
            sure = [s for s in more if s.margin >= companion]
            kept += sure
            more = [s for s in more if s.margin < companion]
            if not sure:
                break
        return kept + more

    def _read(self, text: str, look: Look, possible: float) -> list[Suspect]:
        rated: list[tuple[float, Choice]] = []
        margin = self.scorer.margin
        for choices in self.scanner.choices(text, look):
            best = max(((margin(choice.values), choice) for choice in choices), key=lambda pair: pair[0])
            if best[0] >= possible:
                rated.append(best)
        rated.sort(key=lambda pair: (-pair[0], pair[1].at))
        taken: list[Suspect] = []
        for value, choice in rated:
            start, end = choice.at, choice.at + choice.size
            if all(end + APART <= s.start or s.end + APART <= start for s in taken):
                taken.append(_suspect(choice, value))
        return taken


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


def _suspect(choice: Choice, margin: float) -> Suspect:
    values = choice.values
    word = values[_NEW_WORD] > 0 == values[_OLD_WORD]
    return Suspect(
        choice.at, choice.at + choice.size, choice.new, margin, choice.quoted, int(values[_KIND]), False, word
    )
