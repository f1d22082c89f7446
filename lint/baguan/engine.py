"""Run rules over a document.

One Aho-Corasick pass over the text finds every anchor literal and every word of every lexicon; a rule whose
anchors do not stand in the text is never run.  What the rules yield is sorted, and findings that are one
fault are reported once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from baguan.literals import LiteralFinder
from baguan.model import Applicability, Finding
from baguan.rule import LexiconRule, PatternRule, Rule
from baguan.structure import recognise

if TYPE_CHECKING:
    from baguan.document import Document


class Outcome(NamedTuple):
    """What a check gave: findings in order, and the rules that broke (code, why)."""

    findings: list[Finding]
    failures: list[tuple[str, str]]


class Checker:
    """A set of rules, compiled once and run over any number of documents."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: Sequence[Rule] = sorted(rules, key=lambda rule: rule.code)
        self._by_code = {rule.code: rule for rule in self.rules}
        self._owners: dict[str, list[int]] = {}
        self._always: list[int] = []
        for index, rule in enumerate(self.rules):
            if not rule.literals:
                self._always.append(index)
            for literal in rule.literals:
                self._owners.setdefault(literal, []).append(index)
        # A single character is cheaper to look for with ``in``, and frequent ones would flood the hits; only a
        # lexicon needs its places.
        lexical = {index for index, rule in enumerate(self.rules) if isinstance(rule, LexiconRule)}
        self._single = [
            (literal, owners)
            for literal, owners in self._owners.items()
            if len(literal) == 1 and lexical.isdisjoint(owners)
        ]
        single = {literal for literal, _ in self._single}
        self._finder = LiteralFinder(literal for literal in self._owners if literal not in single)

    def findings(self, document: Document) -> list[Finding]:
        """The findings of a document, in order.

        Raises:
            Exception: whatever a broken rule raises; use ``check`` to go on without it.
        """
        return self._settle(
            document, [f for rule, hits in self._triggered(document) for f in _run(rule, document, hits)]
        )

    def check(self, document: Document) -> Outcome:
        """Like ``findings``, but a rule that breaks is put on record and the others still run."""
        found: list[Finding] = []
        failures = []
        for rule, hits in self._triggered(document):
            try:
                found += _run(rule, document, hits)
            except Exception as error:
                failures.append((rule.code, f"{type(error).__name__}: {error}"))
        return Outcome(self._settle(document, found), failures)

    def applicable(self, document: Document) -> list[Rule]:
        """The rules that have anything to say about this kind of document."""
        _bind(document)
        return [rule for rule in self.rules if rule.applies_to(document)]

    def _triggered(self, document: Document) -> Iterable[tuple[Rule, list[tuple[int, int]]]]:
        _bind(document)
        text = document.text
        hits: dict[int, list[tuple[int, int]]] = {index: [] for index in self._always}
        for literal, start, end in self._finder.find(text):
            for owner in self._owners[literal]:
                hits.setdefault(owner, []).append((start, end))
        for literal, indexes in self._single:
            if literal in text:
                for owner in indexes:
                    hits.setdefault(owner, [])
        for index in sorted(hits):
            rule = self.rules[index]
            if rule.applies_to(document):
                yield rule, hits[index]

    def _settle(self, document: Document, found: list[Finding]) -> list[Finding]:
        return resolve_overlaps(sorted(set(found), key=_order), self._by_code)


def _bind(document: Document) -> None:
    if document.recogniser is None:
        document.recogniser = recognise


def _run(rule: Rule, document: Document, hits: list[tuple[int, int]]) -> Iterable[Finding]:
    if isinstance(rule, LexiconRule):
        return rule.check_hits(document, hits)
    if isinstance(rule, PatternRule) and rule.is_local and hits:
        return rule.check_near(document, hits)
    return rule.check(document)


def _order(finding: Finding) -> tuple[int, int, str, str]:
    return finding.start, finding.end, finding.code, finding.message


_TRUST = {Applicability.SAFE: 2, Applicability.UNSAFE: 1, Applicability.DISPLAY: 0}


def _certainty(finding: Finding) -> tuple[int, int, int]:
    trust = _TRUST[finding.fix.applicability] if finding.fix else -1
    return finding.severity, trust, finding.end - finding.start


def resolve_overlaps(findings: Sequence[Finding], rules: dict[str, Rule]) -> list[Finding]:
    """Keep one of the findings that are the same fault: the more certain, then the longer, then the first code.

    Two findings are one fault when they overlap and both come from token-level rules of one series, or when
    they overlap and both would edit the same characters.

    Args:
        findings: sorted by start.
        rules: the rules by code.

    Returns:
        The findings that stay, in the order given.
    """
    dropped: set[int] = set()
    open_ones: list[int] = []
    for index, finding in enumerate(findings):
        open_ones = [
            other for other in open_ones if findings[other].end > finding.start or _same(findings[other], finding)
        ]
        for other in open_ones:
            if other in dropped or index in dropped or not _one_fault(findings[other], finding, rules):
                continue
            dropped.add(index if _certainty(findings[other]) >= _certainty(finding) else other)
        open_ones.append(index)
    return [finding for index, finding in enumerate(findings) if index not in dropped]


def _same(one: Finding, other: Finding) -> bool:
    return one.start == other.start and one.end == other.end


def _one_fault(one: Finding, other: Finding, rules: dict[str, Rule]) -> bool:
    if one.code == other.code:
        return rules[one.code].token_level or (_same(one, other) and one.message == other.message)
    first, second = rules[one.code], rules[other.code]
    if first.series == second.series and first.token_level and second.token_level:
        return True
    if one.fix is None or other.fix is None:
        return False
    return any(
        (mine.start < theirs.end and theirs.start < mine.end) or mine == theirs
        for mine in one.fix.edits
        for theirs in other.fix.edits
    )
