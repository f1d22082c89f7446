"""Suppression: instructions in the file, and fragments named in the configuration.

In a text file an instruction is a line of its own, ``<!-- baguan: disable-next-line WZ201 -- 理由 -->``
(``disable``, ``enable``, ``disable-next-line``, ``disable-file``); in a .docx it is a Word comment
``baguan: ignore WZ201 理由`` on the text it excuses.  An instruction that is malformed, or that excuses
nothing, is itself a finding: otherwise old excuses would hide new faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from baguan.document import Directive, Document
from baguan.errors import ConfigError
from baguan.lazy import lazy_pattern
from baguan.model import Basis, Finding, Severity
from baguan.registry import resolve
from baguan.rule import Rule

UNUSED, MALFORMED = "BG001", "BG002"
NAMES = {UNUSED: "unused-suppression", MALFORMED: "malformed-suppression"}
BASIS = Basis("把关使用说明", "忽略标记")

_ACTIONS = ("disable-next-line", "disable-file", "disable", "enable", "ignore")
_DIRECTIVE = lazy_pattern(r"(?P<action>[a-z-]+)(?P<codes>[^-\n]*(?:-(?!-)[^-\n]*)*)(?:--\s*(?P<reason>.*))?\Z", re.S)
_SELECTOR = lazy_pattern(r"[A-Za-z0-9-]+\Z")


@dataclass
class _Excuse:
    """A stretch of lines, or of text, on which some codes are excused."""

    directive: Directive
    codes: frozenset[str]
    first: int = 0
    last: int | None = None  # None: to the end of the file
    span: tuple[int, int] | None = None
    used: bool = field(default=False)

    def covers(self, finding: Finding, line: int) -> bool:
        if finding.code not in self.codes:
            return False
        if self.span is not None:
            start, end = self.span
            return finding.start < max(end, start + 1) and start < max(finding.end, finding.start + 1)
        return self.first <= line and (self.last is None or line <= self.last)


class Fragment(NamedTuple):
    """``[[suppress]]`` in the configuration: findings inside ``text`` are excused."""

    text: str
    rules: tuple[str, ...] = ("ALL",)
    path: str = ""
    reason: str = ""


def suppress(
    document: Document,
    findings: Sequence[Finding],
    all_rules: Sequence[Rule],
    enabled: frozenset[str],
    fragments: Iterable[Fragment] = (),
) -> tuple[list[Finding], int]:
    """Take out the excused findings and add those about the instructions themselves.

    Args:
        document: where the findings were made.
        findings: what the engine found.
        all_rules: every rule there is, to tell a known code from a slip.
        enabled: the codes that ran; an excuse for a rule that did not run is not called unused.
        fragments: the excuses of the configuration that concern this file.

    Returns:
        The findings that stay, in order of place, and how many were excused.
    """
    excuses, complaints = _read(document, all_rules)
    excuses += _fragment_excuses(document, fragments, all_rules)
    kept = []
    for finding in findings:
        line = document.source_map.location(finding.start).line
        covering = [excuse for excuse in excuses if excuse.covers(finding, line)]
        for excuse in covering:
            excuse.used = True
        if not covering:
            kept.append(finding)
    excused = len(findings) - len(kept)
    complaints += [
        _complain(document, excuse.directive, UNUSED, f"忽略标记没有用上，可以删去：{excuse.directive.text}")
        for excuse in excuses
        if not excuse.used and excuse.directive.line and excuse.codes & enabled
    ]
    return sorted(kept + complaints, key=lambda finding: (finding.start, finding.end, finding.code)), excused


def _read(document: Document, rules: Sequence[Rule]) -> tuple[list[_Excuse], list[Finding]]:
    excuses: list[_Excuse] = []
    complaints: list[Finding] = []
    for directive in document.directives:
        try:
            action, codes = _parse(directive.text, rules)
        except ConfigError as error:
            complaints.append(_complain(document, directive, MALFORMED, f"忽略标记有误：{error}"))
            continue
        if directive.start is not None:
            excuses.append(_Excuse(directive, codes, span=(directive.start, directive.end or directive.start)))
        elif action == "disable-file":
            excuses.append(_Excuse(directive, codes, first=1))
        elif action == "disable-next-line":
            line = _next_line(document, directive.line)
            excuses.append(_Excuse(directive, codes, first=line, last=line))
        elif action == "enable":
            _close(excuses, codes, directive.line)
        else:
            excuses.append(_Excuse(directive, codes, first=directive.line))
    return excuses, complaints


def _parse(text: str, rules: Sequence[Rule]) -> tuple[str, frozenset[str]]:
    match = _DIRECTIVE.match(text.strip().removesuffix("--").strip())
    if match is None or match["action"] not in _ACTIONS:
        raise ConfigError(f"不认识“{text.strip()}”，可用 {'、'.join(_ACTIONS)}")
    words = re.split(r"[,，、\s]+", match["codes"].strip())
    if match["action"] == "ignore":  # in a Word comment the reason follows without “--”
        words = [word for index, word in enumerate(words) if all(map(_SELECTOR.match, words[: index + 1]))]
    named = [word for word in words if word] or ["ALL"]
    return match["action"], frozenset().union(*(resolve(rules, word) for word in named))


def _close(excuses: Iterable[_Excuse], codes: frozenset[str], line: int) -> None:
    for excuse in excuses:
        still_open = excuse.last is None and excuse.span is None
        if still_open and excuse.directive.text.split()[0] == "disable" and excuse.codes <= codes:
            excuse.last = line


def _next_line(document: Document, line: int) -> int:
    taken = {directive.line for directive in document.directives}
    line += 1
    while line in taken:
        line += 1
    return line


def _fragment_excuses(document: Document, fragments: Iterable[Fragment], rules: Sequence[Rule]) -> list[_Excuse]:
    excuses = []
    for fragment in fragments:
        codes = frozenset().union(*(resolve(rules, selector) for selector in fragment.rules))
        start = document.text.find(fragment.text)
        while start >= 0:
            span = (start, start + len(fragment.text))
            excuses.append(_Excuse(Directive(0, fragment.text), codes, span=span))
            start = document.text.find(fragment.text, start + 1)
    return excuses


def _complain(document: Document, directive: Directive, code: str, message: str) -> Finding:
    if directive.start is not None:
        return Finding(code, directive.start, directive.end or directive.start, message, Severity.WARNING)
    offset = _offset_of_line(document, directive.line)
    return Finding(code, offset, offset, message, Severity.WARNING)


def _offset_of_line(document: Document, line: int) -> int:
    """The offset of the empty paragraph that stands in the text for the line of an instruction."""
    low, high = 0, len(document.text)
    while low < high:
        middle = (low + high) // 2
        if document.source_map.location(middle).line < line:
            low = middle + 1
        else:
            high = middle
    return low
