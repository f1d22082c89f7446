"""The channel: a text in, suspected wrong characters out, each with what was probably meant and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from baguan.spelling.evidence import NAMES
from baguan.spelling.model import FIRST
from baguan.spelling.scan import Choice, Scanner
from baguan.spelling.scorer import Scorer

APART = 2  # two corrections of one reading stand at least so far apart; a nearer one waits for the next reading
READINGS = 3
_KIND = NAMES.index("kind")
RARE = 9  # the level up to which a pair of characters is odd enough to be a term when it stands twice
HOPE = -3.0  # a place whose best candidate has less is not looked at further


@dataclass(frozen=True, slots=True)
class Suspect:
    """``text[start:end]`` is probably wrong for ``new``.

    ``margin`` is the log odds of that; ``quoted`` says it stands within quotation or title marks; ``repeated`` that the
    text has the same odd pair of characters elsewhere, so that it is probably a term.
    """

    start: int
    end: int
    new: str
    margin: float
    quoted: bool
    kind: int
    repeated: bool = False


class Channel:
    """Scanner and scorer together."""

    def __init__(self, scanner: Scanner, scorer: Scorer, particle_scorer: Scorer | None = None) -> None:
        """``particle_scorer`` knows 的, 地, 得; without one ``particles`` finds nothing."""
        self.scanner = scanner
        self.scorer = scorer
        self.particle_scorer = particle_scorer

    def suspects(self, text: str, certain: float, possible: float) -> list[Suspect]:
        """Everything with at least ``possible`` log odds, in order.

        A line with a ``certain`` fault is read again with the fault mended, since a fault hides its neighbours.
        """
        found = self._read(text, certain, possible)
        done: list[Suspect] = [suspect for suspect in found if suspect.margin >= certain]
        lines = {text.rfind("\n", 0, suspect.start) + 1 for suspect in done}
        for start in sorted(lines):
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            found = self._again(text, start, end, found, certain, possible)
        return [self._compare(text, suspect) for suspect in sorted(found, key=lambda suspect: suspect.start)]

    def _compare(self, text: str, suspect: Suspect) -> Suspect:
        """The suspect, marked when an odd pair of it stands in the text again."""
        for low in range(max(suspect.start - 1, 0), min(suspect.end, len(text) - 1)):
            pair = text[low : low + 2]
            if text.count(pair) > 1 and self._odd(pair):
                return replace(suspect, repeated=True)
        return suspect

    def _odd(self, pair: str) -> bool:
        model = self.scanner.model
        one, two = (model.ids[character] for character in pair)
        if min(one, two) < FIRST:
            return False
        return model.level(model.keys[0][one] ^ model.keys[1][two]) <= RARE

    def particles(self, text: str, possible: float) -> list[Suspect]:
        """Every 的, 地, 得 that should be another of the three with at least ``possible`` log odds, in order."""
        if self.particle_scorer is None:
            return []
        margin = self.particle_scorer.margin
        found = []
        for choices in self.scanner.particles(text):
            value, choice = max(((margin(choice.values), choice) for choice in choices), key=lambda pair: pair[0])
            if value >= possible:
                found.append(self._compare(text, _suspect(choice, value)))
        return found

    def _again(
        self, text: str, start: int, end: int, found: list[Suspect], certain: float, possible: float
    ) -> list[Suspect]:
        rest = [suspect for suspect in found if not start <= suspect.start < end]
        kept = [suspect for suspect in found if start <= suspect.start < end and suspect.margin >= certain]
        more: list[Suspect] = []
        for _ in range(READINGS - 1):
            line = text[start:end]
            for suspect in kept:
                line = line[: suspect.start - start] + suspect.new + line[suspect.end - start :]
            more = [
                Suspect(s.start + start, s.end + start, s.new, s.margin, s.quoted, s.kind)
                for s in self._read(line, certain, possible)
            ]
            more = [s for s in more if all(s.end <= k.start or k.end <= s.start for k in kept)]
            sure = [s for s in more if s.margin >= certain]
            kept += sure
            more = [s for s in more if s.margin < certain]
            if not sure:
                break
        return rest + kept + more

    def _read(self, text: str, certain: float, possible: float) -> list[Suspect]:
        rated: list[tuple[float, Choice]] = []
        margin = self.scorer.margin
        for choices in self.scanner.choices(text):
            best = margin(choices[0].values), choices[0]
            if best[0] > HOPE:
                for choice in choices[1:]:
                    other = margin(choice.values)
                    if other > best[0]:
                        best = other, choice
            if best[0] >= possible:
                rated.append(best)
        rated.sort(key=lambda pair: (-pair[0], pair[1].at))
        taken: list[Suspect] = []
        for value, choice in rated:
            start, end = choice.at, choice.at + choice.size
            if all(end + APART <= s.start or s.end + APART <= start for s in taken):
                taken.append(_suspect(choice, value))
        return taken


def _suspect(choice: Choice, margin: float) -> Suspect:
    values = choice.values
    return Suspect(choice.at, choice.at + choice.size, choice.new, margin, bool(values[-1]), int(values[_KIND]))
