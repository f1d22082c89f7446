"""How a rule is declared.

A rule is declared once.  From the declaration come its check, ``baguan explain``, its page in ``docs/``,
its entry in SARIF and its tests (``baguan.testing`` runs every example of every rule).

Three kinds cover nearly everything: ``PatternRule`` (a regular expression behind anchor literals),
``LexiconRule`` (a table of wrong and right words) and ``@document_rule`` (a function over the document).
A rule module imports ``baguan.model``, ``baguan.document``, ``baguan.outline`` and this module, nothing else.
"""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from baguan.errors import RuleError
from baguan.lazy import compile_pattern
from baguan.lexicon import Entry, context_holds, rows_by_flag
from baguan.model import Applicability, Basis, Edit, Finding, Fix, Gate, Maturity, Severity, Strength

if TYPE_CHECKING:
    from pathlib import Path

    from regex import Match, Pattern

    from baguan.document import Document
    from baguan.outline import Kind

ALL_FORMATS = frozenset({"txt", "md", "docx"})
DELETE = ""  # the fix of a ``PatternRule`` that deletes what it flags


@dataclass(frozen=True, slots=True)
class Bad:
    """An example that the rule must flag, exactly where ⟦…⟧ stands (``⟦⟧`` alone is an empty span).

    ``fix`` is the whole text once the rule's fix is applied, whatever its applicability; ``None`` when
    the rule gives none.  ``docx`` is the XML of a Word body (paragraphs, tables, ``w:sectPr``) instead of
    a text; its ⟦…⟧ stand inside ``w:t``, and without any the rule must flag something once.  ``parts`` adds
    or replaces package parts by name.  ``kind`` reads the example as that kind of text, and ``options`` sets the
    rule's options.
    """

    text: str = ""
    fix: str | None = None
    docx: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Good:
    """An example that the rule must leave alone; a plain string will do where nothing else is set."""

    text: str = ""
    docx: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Rule(ABC):
    """What every rule declares.

    Attributes:
        code: the stable code, two letters of the gate and three digits.
        name: the kebab-case name of the fault.
        severity: what its findings are unless the finding or the configuration says otherwise.
        message: one Chinese sentence; a ``PatternRule`` may use ``{text}`` and ``{fix}``.
        basis: the authority it rests on.
        bad, good: its examples, at least one of each.
        explanation: more for ``baguan explain``: why, the exceptions, how to mend it.
        formats: the file formats it runs on.
        kinds: the kinds of text it runs on; empty means all.
        genres: the 文种 it runs on; empty means all.
        options: the names and default values of its options; a value's type is the option's type.
        maturity: ``PREVIEW`` rules run only when selected by their full code.
        since: the version that brought it.
    """

    code: str
    name: str
    severity: Severity
    message: str
    basis: Basis
    bad: Sequence[Bad]
    good: Sequence[str | Good]
    explanation: str = ""
    formats: frozenset[str] = ALL_FORMATS
    kinds: frozenset[Kind] = frozenset()
    genres: frozenset[str] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)
    maturity: Maturity = Maturity.STABLE
    since: str = "0.1"

    #: Findings of this rule flag characters; two such findings of one series that overlap are one fault.
    token_level = False

    def __post_init__(self) -> None:
        if self.severity is Severity.ERROR and self.code.startswith("TL") and self.basis.strength is not Strength.MUST:
            raise RuleError(f"{self.code}：只有标准写“应”的体例规则才能是错误级")

    @property
    def gate(self) -> Gate:
        """The gate the code belongs to."""
        return Gate.of(self.code)

    @property
    def series(self) -> str:
        """The first three characters of the code: ``WZ2`` is 标点."""
        return self.code[:3]

    @property
    def literals(self) -> Sequence[str]:
        """Anchor literals: the rule can only fire where one of them stands; empty means everywhere."""
        return ()

    def with_options(self, values: Mapping[str, Any]) -> Rule:
        """A copy of the rule with these option values (their names and types are the caller's to check)."""
        other = copy.copy(self)
        other.options = {**self.options, **values}
        return other

    def with_severity(self, severity: Severity) -> Rule:
        """A copy of the rule at another severity.

        A finding that is below the rule's own severity (a typo inside quotation marks) stays below.
        """
        other = copy.copy(self)
        other.severity = severity
        return other

    def applies_to(self, document: Document) -> bool:
        """Whether the rule has anything to say about this kind of document."""
        if document.format not in self.formats:
            return False
        if self.kinds and document.structure.kind not in self.kinds:
            return False
        return not self.genres or document.structure.genre in self.genres

    def at(
        self,
        start: int,
        end: int,
        *,
        message: str = "",
        severity: Severity | None = None,
        fix: Fix | None = None,
        part: str = "",
        where: str = "",
    ) -> Finding:
        """A finding of this rule on ``text[start:end]``; what is not given comes from the declaration."""
        level = self.severity if severity is None else min(severity, self.severity)
        return Finding(self.code, start, end, message or self.message, level, fix, part, where)

    @abstractmethod
    def check(self, document: Document) -> Iterable[Finding]:
        """Yield the findings of this rule in ``document``, in any order."""


FixText = str | Callable[["Match[str]"], str | None] | None


@dataclass(kw_only=True)
class PatternRule(Rule):
    """A regular expression (module ``regex``) that runs only where one of its anchors stands.

    Attributes:
        anchors: literals one of which stands in the paragraph of every match; empty only when none exists.
        pattern: what to flag; a group named ``at`` narrows the span.  ``^`` and ``$`` are paragraph ends.
        fix: what to put instead of the span (``DELETE``, a literal, a template with ``\\1``, or a function of the
            match that returns the text or ``None`` for no fix).
        fix_title: the fix in words; computed when empty.
        applicability: how far the fix may be trusted.
        quoted: the severity of a match inside “…” or 《…》, where a text may quote another's fault.
        unless: called with the document and the match; a true answer drops the match.
    """

    pattern: str
    anchors: Sequence[str] = ()
    fix: FixText = None
    fix_title: str = ""
    applicability: Applicability = Applicability.UNSAFE
    quoted: Severity | None = None
    unless: Callable[[Document, Match[str]], bool] | None = None

    token_level = True

    @property
    def literals(self) -> Sequence[str]:
        return self.anchors

    @cached_property
    def compiled(self) -> Pattern[str]:
        """The compiled pattern.

        Raises:
            RuleError: the pattern is not a regular expression.
        """
        import regex

        try:
            return compile_pattern(self.pattern, regex.MULTILINE)
        except regex.error as error:
            raise RuleError(f"{self.code}：正则表达式有误：{error}") from error

    def check(self, document: Document) -> Iterator[Finding]:
        return self._check_range(document, 0, len(document.text))

    @cached_property
    def is_local(self) -> bool:
        """Whether the engine knows the place of every anchor, and so the paragraphs a match can stand in."""
        return bool(self.anchors) and all(len(anchor) > 1 and "\n" not in anchor for anchor in self.anchors)

    def check_near(self, document: Document, hits: Iterable[tuple[int, int]]) -> Iterator[Finding]:
        """Like ``check``, but look only at the paragraphs in which an anchor stands: in long texts these are few."""
        text = document.text
        done = 0
        for start, _ in sorted(hits):
            if start < done:
                continue
            end = text.find("\n", start)
            done = len(text) if end < 0 else end
            yield from self._check_range(document, text.rfind("\n", 0, start) + 1, done)

    def _check_range(self, document: Document, low: int, high: int) -> Iterator[Finding]:
        named = "at" in self.compiled.groupindex
        for match in self.compiled.finditer(document.text, low, high):
            if self.unless is not None and self.unless(document, match):
                continue
            start, end = match.span("at") if named else match.span()
            severity = None
            if self.quoted is not None and (document.in_quotes(start, end) or document.in_title_marks(start, end)):
                severity = self.quoted
            yield self._found(match, start, end, severity)

    def _found(self, match: Match[str], start: int, end: int, severity: Severity | None) -> Finding:
        text = match.string[start:end]
        new = self._replacement(match)
        if new is None or new == text:
            return self.at(start, end, message=self.message.format(text=text, fix=""), severity=severity)
        fix = Fix(self.fix_title or _title(text, new), (Edit(start, end, new),), self.applicability)
        return self.at(start, end, message=self.message.format(text=text, fix=new), severity=severity, fix=fix)

    def _replacement(self, match: Match[str]) -> str | None:
        if self.fix is None or isinstance(self.fix, str):
            return match.expand(self.fix) if self.fix and "\\" in self.fix else self.fix
        return self.fix(match)


def _title(old: str, new: str) -> str:
    if not new:
        return f"删去“{old}”"
    return f"“{old}”改为“{new}”" if old else f"补“{new}”"


@dataclass(kw_only=True)
class LexiconRule(Rule):
    """A table of wrong words, found by the engine's one pass over the text.

    Attributes:
        table: the TSV file.
        flags: the rows of the table this rule takes, e.g. ``"S"``.
        applicability: of the fix of a row without a note; a row with a note is ``UNSAFE`` at best.
        quoted: the severity inside “…” or 《…》.
    """

    table: Path
    flags: str
    applicability: Applicability = Applicability.UNSAFE
    quoted: Severity = Severity.INFO

    token_level = True

    @cached_property
    def rows(self) -> Mapping[str, str]:
        """The rows of this rule by wrong word, as they stand in the table: thousands are known, few are ever hit."""
        by_flag = rows_by_flag(self.table)
        return {wrong: row for flag in self.flags for wrong, row in by_flag.get(flag, {}).items()}

    def entry(self, word: str) -> Entry:
        """The row of a wrong word.

        Raises:
            KeyError: the rule has none.
        """
        return Entry(*self.rows[word].split("\t"))

    @property
    def literals(self) -> Sequence[str]:
        return list(self.rows)

    def check(self, document: Document) -> Iterator[Finding]:
        """Find every word by itself; the engine calls ``check_hits`` with the hits of its own pass."""
        for word in self.rows:
            start = document.text.find(word)
            while start >= 0:
                yield from self.check_hits(document, [(start, start + len(word))])
                start = document.text.find(word, start + 1)

    def check_hits(self, document: Document, hits: Iterable[tuple[int, int]]) -> Iterator[Finding]:
        """Yield a finding for each hit whose guards hold."""
        text = document.text
        for start, end in hits:
            entry = self.entry(text[start:end])
            if start and text[start - 1] in entry.before:
                continue
            if end < len(text) and text[end] in entry.after:
                continue
            if entry.context and not context_holds(entry, text, start, end):
                continue
            yield self._found(document, entry, start, end)

    def _found(self, document: Document, entry: Entry, start: int, end: int) -> Finding:
        severity = None
        if document.in_quotes(start, end) or document.in_title_marks(start, end):
            severity = self.quoted
        note = f"（{entry.note}）" if entry.note else ""
        if not entry.right:
            return self.at(start, end, message=self.message.format(text=entry.wrong, fix="") + note, severity=severity)
        applicability = Applicability.UNSAFE if entry.note or severity is not None else self.applicability
        fix = Fix(f"“{entry.wrong}”改为“{entry.right}”", (Edit(start, end, entry.right),), applicability)
        message = self.message.format(text=entry.wrong, fix=entry.right) + note
        return self.at(start, end, message=message, severity=severity, fix=fix)


CheckFunction = Callable[["Document", "DocumentRule"], Iterable[Finding]]


@dataclass(kw_only=True)
class DocumentRule(Rule):
    """A function over the whole document; declare it with ``@document_rule``."""

    function: CheckFunction
    anchors: Sequence[str] = ()

    @property
    def literals(self) -> Sequence[str]:
        return self.anchors

    def check(self, document: Document) -> Iterable[Finding]:
        return self.function(document, self)


def document_rule(**declaration: Any) -> Callable[[CheckFunction], DocumentRule]:
    """Declare the decorated function ``check(document, rule)`` as a rule.

    The keyword arguments are those of ``DocumentRule`` but ``function``; the function yields
    ``rule.at(start, end, …)``.  The explanation is the function's docstring when none is given.
    """

    def decorate(function: CheckFunction) -> DocumentRule:
        declaration.setdefault("explanation", "")
        return DocumentRule(function=function, **declaration)

    return decorate
