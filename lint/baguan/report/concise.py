"""One line a finding, ``path:line:column: CODE [级别] message``, as editors and ``grep`` read it."""

from __future__ import annotations

from collections.abc import Iterator

from baguan.model import Severity
from baguan.record import FileReport, Report
from baguan.report import RenderOptions
from baguan.report.common import one_line


def render(report: Report, options: RenderOptions) -> str:
    """Render; nothing at all when there is nothing to tell."""
    return "".join(f"{line}\n" for file in report.files for line in _lines(file))


def _lines(file: FileReport) -> Iterator[str]:
    path = one_line(file.path)
    for message in file.errors:
        yield f"{path}: 错误：{one_line(message)}"
    for record in file.findings:
        label = Severity.parse(record.severity).label
        yield f"{path}:{record.line}:{record.column}: {record.code} [{label}] {one_line(record.message)}"
