"""错别字, by statistics: characters that do not fit where they stand, when another of like sound or shape does.

The lexicons know words that are always wrong; this channel weighs each odd place by a character model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Edit, Finding, Fix, Severity, Strength
from baguan.rule import Bad, Rule

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.spelling.channel import Channel, Suspect

_DATA = Path(__file__).parent / "data"
_BASIS = Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST)

#: Log odds from which a suspect is a warning, and from which it is worth a hint; chosen by cross-validation.
CERTAIN = 2.0
POSSIBLE = 0.0
#: An odd word that stands twice in a document is a term of its own unless it is as sure as this.
REPEATED = 4.0


@cache
def channel() -> Channel:
    """The channel over the tables that ship with the rules.

    Raises:
        ModelError: a table is missing or damaged.
    """
    from baguan.spelling.channel import Channel
    from baguan.spelling.model import Model
    from baguan.spelling.scan import Scanner
    from baguan.spelling.scorer import Scorer

    return Channel(Scanner(Model(_DATA / "spelling.bin")), Scorer.load(_DATA / "spelling_scorer.bin"))


class _Memory:
    """The suspects of the last text: two rules ask for the same ones."""

    text = ""
    suspects: Sequence[Suspect] = ()


def suspects(text: str) -> Sequence[Suspect]:
    """The suspects of a text, read once."""
    if _Memory.text is not text:
        _Memory.suspects = channel().suspects(text, CERTAIN, POSSIBLE)
        _Memory.text = text
    return _Memory.suspects


def certain(document: Document, suspect: Suspect) -> bool:
    """Whether a suspect is sure enough for a warning: not quoted, and not a term the document uses again."""
    if suspect.margin < CERTAIN or suspect.quoted:
        return False
    text = document.text
    word = text[max(suspect.start - 1, 0) : suspect.end + 1]
    return suspect.margin >= REPEATED or "\n" in word or text.count(word) < 2


@dataclass(kw_only=True)
class SpellingRule(Rule):
    """Reports the suspects that are sure enough for a warning, or those that are not."""

    sure: bool

    token_level = True

    def check(self, document: Document) -> Iterator[Finding]:
        for suspect in suspects(document.text):
            if certain(document, suspect) is self.sure:
                start, end = suspect.start, suspect.end
                old = document.text[start:end]
                fix = Fix(f"“{old}”改为“{suspect.new}”", (Edit(start, end, suspect.new),), Applicability.UNSAFE)
                yield self.at(start, end, message=self.message.format(text=old, fix=suspect.new), fix=fix)


RULES: list[Rule] = []
