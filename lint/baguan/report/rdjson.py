"""reviewdog's diagnostic format (rdjson).

Its columns count bytes of the UTF-8 file, ours code points, so they are worked out from the file itself.  They are
given only where that is certain: the file is UTF-8, it is still the text that was checked, and lines end in ``\\n``.
Elsewhere a line is given without columns, and for a .docx, which has no lines, only the path.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any

from baguan.document import OBJECT
from baguan.record import EditRecord, FileReport, Record, Report
from baguan.report import RenderOptions
from baguan.report.common import applies, has_lines, last_line, printable, told, visible

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(report: Report, options: RenderOptions) -> str:
    """Render; the files are read again for their bytes."""
    diagnostics = [entry for file in report.files for entry in _diagnostics(file)]
    result = {"source": {"name": "baguan"}, "diagnostics": diagnostics}
    return json.dumps(result, ensure_ascii=False, indent=2) + "\n"


def _diagnostics(file: FileReport) -> Iterator[dict[str, Any]]:
    path = printable(PurePath(file.path).as_posix())
    for message in file.errors:
        yield {"message": visible(message), "location": {"path": path}, "severity": "ERROR"}
    lines = _lines(file.path) if any(map(has_lines, file.findings)) else ()
    for record in file.findings:
        yield _diagnostic(record, path, lines)


def _diagnostic(record: Record, path: str, lines: Sequence[str]) -> dict[str, Any]:
    entry: dict[str, Any] = {"message": told(record), "location": {"path": path}}
    certain = has_lines(record) and _same(record, lines)
    if certain:
        entry["location"]["range"] = _range(record, lines)
    elif has_lines(record):
        entry["location"]["range"] = {"start": {"line": record.line}, "end": {"line": last_line(record)}}
    entry["severity"] = _SEVERITIES[record.severity]
    entry["code"] = {"value": record.code}
    if certain and record.fix is not None and applies(record.fix):
        entry["suggestions"] = [_suggestion(record.fix.edits, lines)]
    return entry


def _lines(path: str) -> Sequence[str]:
    """The lines of a UTF-8 file without their ends, none for any other; a byte order mark is part of the first."""
    try:
        text = Path(path).read_bytes().decode("utf-8")
    except (OSError, ValueError):  # ValueError: not UTF-8, or a name no file can have
        return ()
    text = text.replace("\r\n", "\n")
    return () if "\r" in text else text.split("\n")


def _same(record: Record, lines: Sequence[str]) -> bool:
    """Whether the line of the finding is what it was when the file was checked."""
    edits = record.fix.edits if record.fix else ()
    spots = [(record.line, record.column), (record.end_line, record.end_column)]
    spots += [(edit.line, edit.column) for edit in edits] + [(edit.end_line, edit.end_column) for edit in edits]
    if any(line > len(lines) or column > _length(lines, line) + 1 for line, column in spots):
        return False
    seen = re.sub(r"[\t\v\f\r]", " ", lines[record.line - 1]).replace(OBJECT, "▯")  # as an excerpt shows a line
    return record.excerpt.strip("…") in seen


def _mark(lines: Sequence[str], line: int) -> int:
    """1 where a byte order mark, which our columns do not count, begins the line."""
    return int(line == 1 and lines[0].startswith("\ufeff"))


def _length(lines: Sequence[str], line: int) -> int:
    return len(lines[line - 1]) - _mark(lines, line)


def _position(line: int, column: int, lines: Sequence[str]) -> dict[str, int]:
    before = lines[line - 1][: column - 1 + _mark(lines, line)]
    return {"line": line, "column": len(before.encode("utf-8")) + 1}


def _range(place: Record | EditRecord, lines: Sequence[str]) -> dict[str, Any]:
    return {
        "start": _position(place.line, place.column, lines),
        "end": _position(place.end_line, place.end_column, lines),
    }


def _suggestion(edits: Sequence[EditRecord], lines: Sequence[str]) -> dict[str, Any]:
    """One suggestion for the whole fix: two would be taken for alternatives."""
    first, last = edits[0], edits[-1]
    text = first.text
    for left, right in itertools.pairwise(edits):
        text += _between(left, right, lines) + right.text
    return {
        "range": {
            "start": _position(first.line, first.column, lines),
            "end": _position(last.end_line, last.end_column, lines),
        },
        "text": text,
    }


def _between(left: EditRecord, right: EditRecord, lines: Sequence[str]) -> str:
    """What stands in the file between two edits."""
    spanned = range(left.end_line, right.line + 1)
    kept = [lines[number - 1][_mark(lines, number) :] for number in spanned]
    kept[-1] = kept[-1][: right.column - 1]
    kept[0] = kept[0][left.end_column - 1 :]
    return "\n".join(kept)
