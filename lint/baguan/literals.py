"""Find every occurrence of thousands of literals in a text.

Long texts are scanned by an Aho-Corasick automaton, one pass for all literals.  Building it for 7,000 literals takes
10 ms, longer than looking up the n-grams of a short document in a set, so it is built only once enough text came by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

_AUTOMATON_FROM = 30_000  # characters seen by one finder: about where the automaton has paid for itself
_GRAM_LENGTHS = 6  # longer literals are few: each is looked for by itself


class LiteralFinder:
    """Finds literals; overlapping occurrences are all found."""

    def __init__(self, literals: Iterable[str]) -> None:
        """``literals``: what to find; none is empty."""
        self._literals = list(literals)
        self._seen = 0

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Every occurrence of every literal as (literal, start, end), in no particular order."""
        self._seen += len(text)
        if self._seen < _AUTOMATON_FROM:
            return self._find_by_grams(text)
        return self._find_by_automaton(text)

    def _find_by_grams(self, text: str) -> Iterator[tuple[str, int, int]]:
        present: list[str] = []
        for length, words in self._by_length.items():
            if length > _GRAM_LENGTHS:
                present += [word for word in words if word in text]
            else:
                grams = {text[start : start + length] for start in range(len(text) - length + 1)}
                present += words & grams
        for word in present:
            start = text.find(word)
            while start >= 0:
                yield word, start, start + len(word)
                start = text.find(word, start + 1)

    def _find_by_automaton(self, text: str) -> Iterator[tuple[str, int, int]]:
        literals = self._literals
        data = text.encode("utf-8", "surrogatepass")
        hits = self._automaton.find_matches_as_indexes(data, overlapping=True)
        hits.sort(key=_start)
        position = offset = 0  # in bytes, in code points
        for word, start, _ in hits:
            offset += len(data[position:start].decode("utf-8", "surrogatepass"))
            position = start
            yield literals[word], offset, offset + len(literals[word])

    @cached_property
    def _by_length(self) -> dict[int, set[str]]:
        by_length: dict[int, set[str]] = {}
        for literal in self._literals:
            by_length.setdefault(min(len(literal), _GRAM_LENGTHS + 1), set()).add(literal)
        return by_length

    @cached_property
    def _automaton(self) -> Any:
        # Over bytes: over ``str`` two thirds of the time went into turning every offset of the text into code points.
        from ahocorasick_rs import BytesAhoCorasick, MatchKind

        words = [literal.encode("utf-8", "surrogatepass") for literal in self._literals]
        return BytesAhoCorasick(words, matchkind=MatchKind.Standard)


def _start(hit: tuple[int, int, int]) -> int:
    return hit[1]
