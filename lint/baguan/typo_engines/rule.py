"""The rule that turns an engine's opinions into findings.

An engine sees bare sentences and knows nothing of documents; what it says is checked here against the text, the
vocabulary, the names the document uses, and what no engine can know (numbers).  The rule is declared like any other,
without an engine; the runner gives it one with ``with_engine``.  Its option ``confusion``, a table of the user's own
pairs, works without any engine and is what its examples run on.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from baguan.errors import ConfigError
from baguan.lazy import lazy_pattern
from baguan.model import Applicability, Edit, Finding, Fix, Severity
from baguan.rule import Rule
from baguan.typo_engines import Suggestion

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.typo_engines import Engine

_SENTENCE = lazy_pattern(r"[^\n\v\t\uFFFC。！？；]+[。！？；]?")
_HAN = lazy_pattern(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_HAN_ONLY = lazy_pattern(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟")
_LONGEST = 120  # a BERT reads 512 tokens and pycorrector cuts at 128: longer sentences are cut here, at a comma


class PairEngine:
    """The simplest engine: a table of wrong and right words."""

    label = "自定义混淆集"

    def __init__(self, pairs: Mapping[str, str]) -> None:
        """``pairs``: wrong word to right word."""
        self._pairs = {wrong: right for wrong, right in pairs.items() if wrong and wrong != right}

    def suggest(self, sentences: Sequence[str]) -> list[list[Suggestion]]:
        """Every occurrence of every wrong word."""
        return [
            [
                Suggestion(start, start + len(wrong), right)
                for wrong, right in self._pairs.items()
                for start in _starts(sentence, wrong)
            ]
            for sentence in sentences
        ]


def _starts(text: str, word: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)


class _Opinion(NamedTuple):
    start: int
    end: int
    text: str
    probability: float
    label: str


@dataclass(kw_only=True)
class EngineRule(Rule):
    """What an external engine takes for a wrong word.

    Its findings are never errors and never fixed without a person, whatever the engine says.

    Attributes:
        engine: who is asked; ``None`` asks nobody.
        quoted: the severity inside “…” or 《…》.
    """

    engine: Engine | None = None
    quoted: Severity = Severity.INFO
    options: Mapping[str, Any] = field(default_factory=lambda: {"confusion": {}, "minimum-probability": 0.7})

    token_level = True

    def with_engine(self, engine: Engine | None) -> EngineRule:
        """A copy of the rule that asks ``engine``."""
        other = copy.copy(self)
        other.engine = engine
        return other

    def with_severity(self, severity: Severity) -> Rule:
        """A copy at another severity, ``WARNING`` at most."""
        return super().with_severity(min(severity, Severity.WARNING))

    def with_options(self, values: Mapping[str, Any]) -> Rule:
        """A copy with these options.

        Raises:
            ConfigError: ``confusion`` holds something that is no pair of strings.
        """
        for wrong, right in values.get("confusion", {}).items():
            if not isinstance(right, str) or not wrong:
                raise ConfigError(f'规则 {self.code} 的选项“confusion”应写成 "错词" = "正词"，“{wrong}”有误')
        return super().with_options(values)

    def check(self, document: Document) -> Iterator[Finding]:
        pairs: Mapping[str, str] = self.options["confusion"]
        engines: list[Engine] = [PairEngine(pairs)] if pairs else []
        if self.engine is not None:
            engines.append(self.engine)
        if not engines:
            return
        pieces = list(sentences(document.text))
        opinions = [opinion for engine in engines for opinion in self._opinions(document.text, pieces, engine)]
        if not opinions:
            return
        from baguan.terms import Occurrences, defined_terms

        known = Occurrences(document.text, document.known_words | defined_terms(document))
        for opinion in _without_overlaps(opinions):
            if not known.cover(opinion.start, opinion.end):
                yield self._found(document, opinion)

    def _opinions(self, text: str, pieces: Sequence[tuple[int, str]], engine: Engine) -> Iterator[_Opinion]:
        own = isinstance(engine, PairEngine)
        answers = engine.suggest([sentence for _, sentence in pieces])
        for (offset, sentence), suggestions in zip(pieces, answers, strict=True):
            for suggestion in suggestions:
                start, end, new = suggestion.start, suggestion.end, suggestion.text
                if not 0 <= start < end <= len(sentence):
                    continue
                old = sentence[start:end]
                if old == new or _already_right(sentence, start, old, new):
                    continue
                unsure = suggestion.probability < self.options["minimum-probability"]
                if not own and (unsure or not _plausible(old, new)):
                    continue
                yield _Opinion(offset + start, offset + end, new, suggestion.probability, engine.label)

    def _found(self, document: Document, opinion: _Opinion) -> Finding:
        start, end, new = opinion.start, opinion.end, opinion.text
        old = document.text[start:end]
        quoted = document.in_quotes(start, end) or document.in_title_marks(start, end)
        doubt = f"“{old}”疑是“{new}”之误" if new else f"“{old}”疑为多余"
        title = f"“{old}”改为“{new}”" if new else f"删去“{old}”"
        return self.at(
            start,
            end,
            message=f"{doubt}（{opinion.label}）",
            severity=self.quoted if quoted else None,
            fix=Fix(title, (Edit(start, end, new),), Applicability.UNSAFE),
        )


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text that hold Chinese, with their offsets, none longer than an engine can read."""
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while start < end:
            stop = _cut(text, start, end)
            piece = text[start:stop]
            if _HAN.search(piece):
                yield start, piece
            start = stop


def _cut(text: str, start: int, end: int) -> int:
    if end - start <= _LONGEST:
        return end
    limit = start + _LONGEST
    comma = max(text.rfind(mark, start + 1, limit) for mark in "，、：,:")
    return comma + 1 if comma > start + _LONGEST // 3 else limit


def _already_right(sentence: str, start: int, old: str, new: str) -> bool:
    """Whether the right word stands there already, the wrong one being a part of it (“不了”, “不了了之”)."""
    return any(sentence.startswith(new, start - shift) for shift in _starts(new, old) if start >= shift)


def _plausible(old: str, new: str) -> bool:
    """Whether an engine may be heard: Chinese for Chinese, and no number for another."""
    if not _HAN_ONLY.fullmatch(old) or not _HAN_ONLY.fullmatch(new):
        return False
    if len(old) != len(new):
        return not _NUMERALS.intersection(old + new)
    changed = {character for pair in zip(old, new, strict=True) if pair[0] != pair[1] for character in pair}
    return not changed & _NUMERALS


def _without_overlaps(opinions: Iterable[_Opinion]) -> Iterator[_Opinion]:
    """Of opinions that overlap, the surest, then the longest, then the first; in order."""
    group: list[_Opinion] = []
    for opinion in sorted(opinions, key=lambda item: item.start):
        if group and opinion.start >= max(other.end for other in group):
            yield from _best(group)
            group = []
        group.append(opinion)
    yield from _best(group)


def _best(group: Sequence[_Opinion]) -> list[_Opinion]:
    kept: list[_Opinion] = []
    for opinion in sorted(group, key=lambda item: (-item.probability, item.start - item.end, item.start)):
        if all(opinion.end <= other.start or other.end <= opinion.start for other in kept):
            kept.append(opinion)
    return sorted(kept, key=lambda item: item.start)
