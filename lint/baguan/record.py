"""What is reported: findings with their places worked out, one report a file, one for the run.

These records are what the JSON report shows (``docs/json-schema.md``); every other format is a view of them.
"""

from __future__ import annotations

import enum
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from baguan.document import OBJECT, Block, Document
from baguan.lazy import lazy_pattern
from baguan.model import Basis, Edit, Finding, Gate, Severity
from baguan.suppress import BASIS as SUPPRESS_BASIS
from baguan.suppress import NAMES as SUPPRESS_NAMES

if TYPE_CHECKING:
    from baguan.verdict import ReturnReason

SCHEMA = 1
TOOL_GATE = "工具"  # the gate of findings about the instructions themselves


class GateState(enum.Enum):
    """How a document passed a gate."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return {"passed": "通过", "failed": "未通过", "not-applicable": "不适用"}[self.value]


class Verdict(enum.Enum):
    """What should happen to the document."""

    ACCEPT = "通过"
    REVISE = "修改后通过"
    RETURN = "退文"

    @property
    def label(self) -> str:
        """The words of the summary."""
        return "建议退文" if self is Verdict.RETURN else self.value


class EditRecord(NamedTuple):
    """An edit as places in the file: lines and columns from 1, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class FixRecord(NamedTuple):
    """A fix as places in the file."""

    title: str
    applicability: str
    edits: tuple[EditRecord, ...]


class BasisRecord(NamedTuple):
    """The authority of a finding."""

    source: str
    clause: str
    strength: str


class Record(NamedTuple):
    """A finding as it is reported.

    ``line`` and ``column`` are 1-based, columns count code points, the end is exclusive; in a .docx the line is
    the paragraph's number in the order of the file.  ``excerpt`` is the surrounding text on that line and
    ``excerpt_offset`` where in it the finding starts.
    """

    path: str
    code: str
    name: str
    gate: str
    severity: str
    message: str
    basis: BasisRecord
    line: int
    column: int
    end_line: int
    end_column: int
    where: str
    part: str
    text: str
    excerpt: str
    excerpt_offset: int
    fix: FixRecord | None
    fingerprint: str

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``findings`` in the JSON report."""
        entry = self._asdict()
        entry["basis"] = self.basis._asdict()
        if self.fix is not None:
            entry["fix"] = {**self.fix._asdict(), "edits": [edit._asdict() for edit in self.fix.edits]}
        return entry


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file gave.  ``errors`` says why it could not be (fully) checked; then the exit code is 2."""

    path: str
    characters: int = 0
    kind: str = ""
    genre: str = ""
    gates: Mapping[str, str] = field(default_factory=dict)
    error_rate: float = 0.0
    verdict: str = ""
    errors: tuple[str, ...] = ()
    findings: tuple[Record, ...] = ()
    suppressed: int = 0
    baselined: tuple[str, ...] = ()  # fingerprints the baseline knows

    @property
    def reasons(self) -> tuple[ReturnReason, ...]:
        """Why the document should be returned; empty unless that is the verdict."""
        if self.verdict != Verdict.RETURN.value:
            return ()
        from baguan.verdict import return_reasons

        return return_reasons((record.code, record.severity) for record in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``files`` in the JSON report."""
        entry = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "findings"}
        entry["errors"] = list(self.errors)
        entry["baselined"] = len(self.baselined)
        entry["reasons"] = [reason.to_dict() for reason in self.reasons]
        return entry

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(record.severity == severity.key for record in self.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run gave, files in a fixed order."""

    files: tuple[FileReport, ...]
    stale_baseline: tuple[str, ...] = ()

    @property
    def findings(self) -> Iterable[Record]:
        """Every finding, file by file."""
        return (record for file in self.files for record in file.findings)

    def to_dict(self) -> dict[str, Any]:
        """The JSON report."""
        from baguan import __version__

        return {
            "schema": SCHEMA,
            "tool": {"name": "baguan", "version": __version__},
            "files": [file.to_dict() for file in self.files],
            "findings": [record.to_dict() for record in self.findings],
            "stale_baseline": list(self.stale_baseline),
        }


class RuleInfo(NamedTuple):
    """What a record needs to know of a rule."""

    name: str
    gate: str
    basis: Basis


def rule_infos(rules: Iterable[Any]) -> dict[str, RuleInfo]:
    """The information records need, by code; the engine's own codes are included."""
    infos = {rule.code: RuleInfo(rule.name, rule.gate.label, rule.basis) for rule in rules}
    for code, name in SUPPRESS_NAMES.items():
        infos[code] = RuleInfo(name, TOOL_GATE, SUPPRESS_BASIS)
    return infos


_EXCERPT_WIDTH = 28
_SENTENCE_END = lazy_pattern("[。！？；\n]")


def make_records(document: Document, findings: Sequence[Finding], infos: Mapping[str, RuleInfo]) -> list[Record]:
    """Work out the places of findings.

    Args:
        document: where they were made.
        findings: in order.
        infos: by rule code.

    Returns:
        One record a finding, in the same order.
    """
    seen: Counter[tuple[str, str]] = Counter()
    return [_record(document, finding, infos[finding.code], seen) for finding in findings]


def _record(document: Document, finding: Finding, info: RuleInfo, seen: Counter[tuple[str, str]]) -> Record:
    places = document.source_map
    start = places.location(finding.start)
    end = places.end_location(finding.start, finding.end)
    block = document.block_at(finding.start)
    excerpt, offset = _excerpt(document, finding)
    basis = info.basis
    return Record(
        path=document.path,
        code=finding.code,
        name=info.name,
        gate=info.gate,
        severity=finding.severity.key,
        message=finding.message,
        basis=BasisRecord(basis.source, basis.clause, basis.strength.value),
        line=start.line,
        column=start.column,
        end_line=end.line,
        end_column=end.column,
        where=finding.where or _where(document, block, start.line),
        part=finding.part or block.part,
        text=document.text[finding.start : finding.end],
        excerpt=excerpt,
        excerpt_offset=offset,
        fix=_fix(document, finding),
        fingerprint=_fingerprint(document, finding, seen),
    )


def _where(document: Document, block: Block, line: int) -> str:
    if block.table:
        return "表{}第{}行第{}列".format(*block.table)
    if document.format != "docx":
        return f"第{line}行"
    names = {"header": "页眉", "footer": "页脚", "footnote": "脚注", "endnote": "尾注", "textbox": "文本框"}
    return names.get(block.part, "") + f"第{line}段"


def _excerpt(document: Document, finding: Finding) -> tuple[str, int]:
    if document.source:
        position = document.source_map.to_source(finding.start)
        span = document.source_map.line_span(document.source_map.source_location(position).line)
        line, column = document.source[span.start : span.end].rstrip("\n"), position - span.start
    else:
        block = document.block_at(finding.start)
        line, column = document.block_text(block), finding.start - block.start
    low = max(0, column - _EXCERPT_WIDTH)
    high = min(len(line), column + min(finding.end - finding.start, _EXCERPT_WIDTH) + _EXCERPT_WIDTH)
    cut = re.sub(r"[\t\v\f\r]", " ", line[low:high]).replace(OBJECT, "▯")
    head = "…" if low else ""
    return head + cut + ("…" if high < len(line) else ""), column - low + len(head)


def _fix(document: Document, finding: Finding) -> FixRecord | None:
    if finding.fix is None:
        return None
    edits = [part for edit in finding.fix.edits for part in document.source_map.source_edits(edit)]
    records = tuple(_edit(document, edit) for edit in edits)
    return FixRecord(finding.fix.title, finding.fix.applicability.value, records)


def _edit(document: Document, edit: Edit) -> EditRecord:
    start = document.source_map.source_location(edit.start)
    end = document.source_map.source_location(edit.end)
    return EditRecord(start.line, start.column, end.line, end.column, edit.text)


def sentence_of(text: str, start: int, end: int) -> str:
    """The sentence around ``text[start:end]``, white space taken out: what a fingerprint is made of."""
    low = max((text.rfind(mark, 0, start) for mark in "。！？；\n"), default=-1) + 1
    match = _SENTENCE_END.search(text, end)
    return "".join(text[low : match.start() if match else len(text)].split())


def _fingerprint(document: Document, finding: Finding, seen: Counter[tuple[str, str]]) -> str:
    import hashlib  # 2 ms that a clean document need not pay

    sentence = sentence_of(document.text, finding.start, finding.end)
    key = (finding.code, sentence + "\0" + document.text[finding.start : finding.end])
    seen[key] += 1
    parts = (*key, finding.part, str(seen[key]))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class VerdictPolicy:
    """When a document should be returned (退文).

    An error at one of ``return_gates`` is enough; so are ``return_errors`` errors at a rate of
    ``return_rate`` per ten thousand characters.
    """

    return_gates: tuple[str, ...] = ("XW", "ZC", "CL")
    return_errors: int = 3
    return_rate: float = 5.0


def gate_states(findings: Sequence[Finding], applicable: Iterable[Gate]) -> dict[str, str]:
    """The state of each of the five gates: failed by an error or a warning."""
    failed = {finding.code[:2] for finding in findings if finding.severity > Severity.INFO}
    known = set(applicable)
    states = {}
    for gate in Gate:
        state = GateState.FAILED if gate.value in failed else GateState.PASSED
        states[gate.label] = (state if gate in known else GateState.NOT_APPLICABLE).value
    return states


def error_rate(findings: Sequence[Finding], characters: int) -> float:
    """差错率: errors and warnings per ten thousand characters, to one decimal; the tool's own codes apart."""
    faults = sum(f.severity > Severity.INFO and f.code not in SUPPRESS_NAMES for f in findings)
    return round(faults * 10_000 / characters, 1) if characters else 0.0


def verdict(findings: Sequence[Finding], characters: int, policy: VerdictPolicy) -> Verdict:
    """通过 without error or warning; 退文 as ``policy`` says; otherwise 修改后通过."""
    errors = [f for f in findings if f.severity is Severity.ERROR]
    rate = len(errors) * 10_000 / characters if characters else 0.0
    grave = any(f.code[:2] in policy.return_gates for f in errors)
    if grave or (len(errors) >= policy.return_errors and rate >= policy.return_rate):
        return Verdict.RETURN
    faulty = any(f.severity > Severity.INFO and f.code not in SUPPRESS_NAMES for f in findings)
    return Verdict.REVISE if faulty else Verdict.ACCEPT
