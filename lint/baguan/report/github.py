"""GitHub Actions annotations: workflow commands, one a line, that the runner reads from the log."""

from __future__ import annotations

from collections.abc import Iterator

from baguan.record import FileReport, Record, Report
from baguan.report import RenderOptions
from baguan.report.common import has_lines, last_line, repository_path, told, visible

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, options: RenderOptions) -> str:
    """Render; paths are relative to the root of the options."""
    return "".join(f"{line}\n" for file in report.files for line in _lines(file, options.root))


def _lines(file: FileReport, root: str) -> Iterator[str]:
    path = repository_path(file.path, root)
    for message in file.errors:
        yield _command("error", {"file": path, "title": "把关：未能完整检查"}, message)
    for record in file.findings:
        properties = {"file": path, **_region(record), "title": f"{record.code} {record.name}"}
        yield _command(_COMMANDS[record.severity], properties, told(record))


def _region(record: Record) -> dict[str, str]:
    if not has_lines(record):
        return {}  # a paragraph number would point at a line of the zip file
    lines = {"line": str(record.line), "endLine": str(last_line(record))}
    if record.line != record.end_line:
        return lines  # the service refuses columns on a range of lines
    return {
        "line": lines["line"],
        "col": str(record.column),
        "endLine": lines["endLine"],
        "endColumn": str(record.end_column),
    }


def _command(name: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
