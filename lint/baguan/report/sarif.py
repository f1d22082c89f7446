"""SARIF 2.1.0, for code scanning services and editors.

Columns are code points.  In a .docx the line of a region is the paragraph's number, and a logical location says in
words where that is; fixes are given only where a region is a stretch of the file itself.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from baguan.model import Basis, Strength
from baguan.record import EditRecord, FileReport, FixRecord, Record, Report
from baguan.report import RenderOptions
from baguan.report.common import applies, has_lines, repository_path, visible

if TYPE_CHECKING:
    from baguan.rule import Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_TOOL_CODES = {"BG001": "忽略标记没有用上", "BG002": "忽略标记写错了"}
_FINGERPRINT = "baguanSentenceHash/v1"
_LINK = re.compile(r"\[([^\[\]]*)\]\(")
_BLANK = re.compile(r"\{(?:text|fix)\}")


def render(report: Report, options: RenderOptions) -> str:
    """Render; the rules that have findings are described, paths are relative to the root of the options."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, options)]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _run(report: Report, options: RenderOptions) -> dict[str, Any]:
    from baguan import __version__

    sample = {record.code: record for record in report.findings}
    codes = sorted(sample)
    indexes = {code: index for index, code in enumerate(codes)}
    artifacts = [{"uri": _uri(repository_path(file.path, options.root))} for file in report.files]
    return {
        "tool": {
            "driver": {
                "name": "baguan",
                "fullName": "把关：公文校对工具",
                "version": __version__,
                "semanticVersion": __version__,
                "language": "zh-CN",
                "rules": [_descriptor(options.rules.get(code), sample[code]) for code in codes],
            }
        },
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, artifacts)],
        "artifacts": [
            {"location": place, "roles": ["analysisTarget"], "properties": _summary(file)}
            for file, place in zip(report.files, artifacts, strict=True)
        ],
        "results": [
            _result(record, indexes, {**place, "index": index})
            for index, (file, place) in enumerate(zip(report.files, artifacts, strict=True))
            for record in file.findings
        ],
    }


def _invocation(report: Report, artifacts: list[dict[str, Any]]) -> dict[str, Any]:
    notifications = [
        {
            "level": "error",
            "message": _message(message),
            "locations": [{"physicalLocation": {"artifactLocation": {**place, "index": index}}}],
        }
        for index, (file, place) in enumerate(zip(report.files, artifacts, strict=True))
        for message in file.errors
    ]
    if not notifications:
        return {"executionSuccessful": True}
    return {
        "executionSuccessful": False,
        "exitCode": 2,
        "exitCodeDescription": "有文件未能完整检查",
        "toolExecutionNotifications": notifications,
    }


def _summary(file: FileReport) -> dict[str, Any]:
    if file.errors and not file.characters:
        return {}
    return {
        "characters": file.characters,
        "kind": file.kind,
        "genre": file.genre,
        "gates": dict(file.gates),
        "errorRate": file.error_rate,
        "verdict": file.verdict,
    }


def _descriptor(rule: Rule | None, sample: Record) -> dict[str, Any]:
    """Describe a rule; the tool's own codes, which are no rules, are described from a finding."""
    if rule is None:
        given = sample.basis
        basis, severity = Basis(given.source, given.clause, Strength(given.strength)), sample.severity
        summary, explanation = _TOOL_CODES.get(sample.code, sample.name), ""
    else:
        basis, severity = rule.basis, rule.severity.key
        summary, explanation = _BLANK.sub("…", rule.message), rule.explanation
    help_lines = [f"依据：{basis}", f"关口：{sample.gate}"]
    if rule is not None:
        help_lines.append(f"例子和说明：baguan explain {rule.code}")
    return {
        "id": sample.code,
        "name": "".join(word[:1].upper() + word[1:] for word in sample.name.split("-")),
        "shortDescription": _message(summary),
        "fullDescription": _message(explanation.strip() or summary),
        "help": _message("\n".join(help_lines)),
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"tags": [sample.gate], "strength": basis.strength.value},
    }


def _result(record: Record, indexes: dict[str, int], artifact: dict[str, Any]) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": _region(record)}}
    if not has_lines(record):
        location["logicalLocations"] = [{"fullyQualifiedName": record.where, "kind": record.part}]
    result: dict[str, Any] = {
        "ruleId": record.code,
        "ruleIndex": indexes[record.code],
        "level": _LEVELS[record.severity],
        "message": _message(record.message),
        "locations": [location],
        "partialFingerprints": {_FINGERPRINT: record.fingerprint},
    }
    if record.fix is not None and applies(record.fix) and has_lines(record):
        result["fixes"] = [_fix(record.fix, artifact)]
    result["properties"] = {"gate": record.gate, "where": record.where, "part": record.part}
    return result


def _region(place: Record | EditRecord) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(fix: FixRecord, artifact: dict[str, Any]) -> dict[str, Any]:
    replacements = [{"deletedRegion": _region(edit), "insertedContent": {"text": edit.text}} for edit in fix.edits]
    return {
        "description": _message(fix.title),
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
        "properties": {"applicability": fix.applicability},
    }


def _message(text: str) -> dict[str, str]:
    """A plain-text message: braces, which open a placeholder, are doubled, and what looks like a link is escaped."""
    return {"text": _LINK.sub(r"\\[\1\\](", visible(text).replace("{", "{{").replace("}", "}}"))}


def _uri(path: str) -> str:
    """A URI reference; the bytes of a name that is not UTF-8 come through."""
    if path.startswith("/"):
        return "file://" + quote(path, errors="surrogateescape")
    if re.match("[A-Za-z]:/", path):
        return "file:///" + path[:2] + quote(path[2:], errors="surrogateescape")
    return quote(path, errors="surrogateescape")
