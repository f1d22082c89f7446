"""The report for a person: each finding with its line and a caret, then the five gates and the verdict."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from baguan.model import Gate, Severity, Strength
from baguan.record import TOOL_GATE, FileReport, GateState, Record, Report, Verdict
from baguan.report import RenderOptions

_STYLES = {"error": "31;1", "warning": "33;1", "info": "36", "bold": "1", "dim": "2", "good": "32", "bad": "31"}
_CARETS = 60  # a longer finding is underlined this far


def render(report: Report, options: RenderOptions) -> str:
    """Render for a terminal; colour and marks only as the options allow."""
    paint = _Painter(options)
    parts = [f"{paint('错误', 'error')}：{file.path}：{message}\n" for file in report.files for message in file.errors]
    if options.statistics:
        parts.append(_statistics(report, paint))
    else:
        parts += [_finding(record, paint) for record in report.findings]
    if not options.quiet or parts:
        parts.append(_summary(report, paint))
    return "".join(parts)


class _Painter:
    def __init__(self, options: RenderOptions) -> None:
        self._color = options.color
        self.bar = "│" if options.unicode else "|"
        self.yes, self.no = (" ✓", " ✗") if options.unicode else ("", "")

    def __call__(self, text: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._color else text


def _finding(record: Record, paint: _Painter) -> str:
    severity = Severity.parse(record.severity)
    place = f"{record.path}:{record.line}:{record.column}"
    head = f"{paint(place, 'bold')}: {paint(record.code, record.severity)} [{severity.label}] {record.message}"
    margin = " " * len(str(record.line))
    lines = [head, f" {margin} {paint.bar}", f" {record.line} {paint.bar} {record.excerpt}"]
    lines.append(f" {margin} {paint.bar} {paint(_carets(record), record.severity)}{_hint(record)}")
    basis = record.basis
    strength = Strength(basis.strength).label
    source = f"{basis.source} {basis.clause}".strip()
    where = "" if record.where == f"第{record.line}行" else f"{record.where}；"
    lines.append(f" {margin} {paint('=', 'dim')} {where}{record.gate}；依据：{source}（{strength}）")
    return "\n".join(lines) + "\n\n"


def _hint(record: Record) -> str:
    return f" {record.fix.title}" if record.fix else ""


def _carets(record: Record) -> str:
    before = record.excerpt[: record.excerpt_offset]
    flagged = record.excerpt[record.excerpt_offset : record.excerpt_offset + len(record.text)]
    return " " * display_width(before) + "^" * min(max(display_width(flagged), 1), _CARETS)


def display_width(text: str) -> int:
    """How many cells of a terminal a text takes: two for wide characters, none for combining ones."""
    width = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def _statistics(report: Report, paint: _Painter) -> str:
    counts = Counter((record.code, record.severity, record.name) for record in report.findings)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = max((len(str(count)) for _, count in rows), default=1)
    lines = [
        f"{count:>{width}}  {paint(code, severity)} [{Severity.parse(severity).label}] {name}"
        for (code, severity, name), count in rows
    ]
    return "\n".join(lines) + "\n\n" if lines else ""


def _summary(report: Report, paint: _Painter) -> str:
    read = [file for file in report.files if not file.errors or file.characters]
    unread = len(report.files) - len(read)
    characters = sum(file.characters for file in read)
    counts = {severity: sum(file.count(severity) for file in read) for severity in reversed(Severity)}
    found = "，".join(f"{severity.label} {count}" for severity, count in counts.items())
    lines = [f"检查 {len(read)} 个文件，{characters} 字：{found}"]
    if read:
        lines.append("五个关口：" + "  ".join(_gate(gate, read, paint) for gate in Gate))
        lines.append(_rate(read, characters) + "  " + _verdicts(read, paint))
        lines += _reasons(read)
    fixable = Counter(record.fix.applicability for record in report.findings if record.fix)
    if fixable["safe"]:
        lines.append(f"其中 {fixable['safe']} 处可直接照改（改法由标准或规范字形完全确定）")
    hidden = sum(file.suppressed for file in read), sum(len(file.baselined) for file in read)
    if any(hidden):
        lines.append(f"另有 {hidden[0]} 处被标记忽略，{hidden[1]} 处在基线中")
    if report.stale_baseline:
        lines.append(f"基线中有 {len(report.stale_baseline)} 条已不再出现，可运行 baguan baseline prune 清理")
    if unread:
        lines.append(paint(f"{unread} 个文件或路径未能检查", "bad"))
    return "\n".join(lines) + "\n"


def _gate(gate: Gate, files: Sequence[FileReport], paint: _Painter) -> str:
    states = {file.gates.get(gate.label) for file in files}
    if GateState.FAILED.value in states:
        return paint(f"{gate.label} 未通过{paint.no}", "bad")
    if GateState.PASSED.value in states:
        return paint(f"{gate.label} 通过{paint.yes}", "good")
    return paint(f"{gate.label} 不适用", "dim")


def _rate(files: Sequence[FileReport], characters: int) -> str:
    faults = sum(record.severity != "info" and record.gate != TOOL_GATE for file in files for record in file.findings)
    rate = faults * 10_000 / characters if characters else 0.0
    return f"差错率：{rate:.1f}／万字"


def _verdicts(files: Iterable[FileReport], paint: _Painter) -> str:
    counts = Counter(Verdict(file.verdict) for file in files if file.verdict)
    if sum(counts.values()) == 1:
        (only,) = counts
        return "结论：" + paint(only.label, "good" if only is Verdict.ACCEPT else "bad")
    return "结论：" + "，".join(f"{verdict.label} {counts[verdict]} 份" for verdict in Verdict if counts[verdict])


def _reasons(files: Sequence[FileReport]) -> list[str]:
    """Why documents should be returned, in the words of the usual reasons; which file, where there are several."""
    lines = []
    for file in files:
        reasons = [f"{reason.reason}（{reason.clause}；{'、'.join(reason.codes)}）" for reason in file.reasons]
        if reasons:
            lines.append(f"退文理由{f'（{file.path}）' if len(files) > 1 else ''}：" + "；".join(reasons))
    return lines
