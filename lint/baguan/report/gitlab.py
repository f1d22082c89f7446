"""GitLab Code Quality: a JSON array, one entry a finding."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from baguan.record import Report
from baguan.report import RenderOptions
from baguan.report.common import last_line, printable, repository_path, told, visible

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}
_UNREAD = "unreadable-file"


def render(report: Report, options: RenderOptions) -> str:
    """Render; paths are relative to the root of the options."""
    return json.dumps(list(_entries(report, options.root)), ensure_ascii=False, indent=2) + "\n"


def _entries(report: Report, root: str) -> Iterator[dict[str, Any]]:
    seen: Counter[tuple[str, ...]] = Counter()
    for file in report.files:
        path = repository_path(file.path, root)
        for message in file.errors:
            mark = _fingerprint((path, _UNREAD, message), seen)
            yield _entry(_UNREAD, f"未能完整检查：{visible(message)}", "critical", mark, _location(path, 1, 1))
        for record in file.findings:
            mark = _fingerprint((path, record.code, record.fingerprint), seen)
            location = _location(path, record.line, last_line(record))
            yield _entry(record.code, f"{record.code} {told(record)}", _SEVERITIES[record.severity], mark, location)


def _fingerprint(parts: tuple[str, ...], seen: Counter[tuple[str, ...]]) -> str:
    """Unique in the report: the service drops an entry whose fingerprint it saw before, even in another file."""
    seen[parts] += 1
    key = "\0".join((*parts, str(seen[parts])))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _entry(check: str, description: str, severity: str, mark: str, location: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": check,
        "fingerprint": mark,
        "severity": severity,
        "location": location,
    }


def _location(path: str, begin: int, end: int) -> dict[str, Any]:
    return {"path": printable(path), "lines": {"begin": begin, "end": end}}
