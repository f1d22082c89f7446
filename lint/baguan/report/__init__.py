"""The output formats: one module each, every one a view of the same ``Report``.

A format module has one function, ``render(report, options)``; it gives a ``str``, or ``bytes`` for those in ``BINARY``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.record import Report

#: Format name to (module, what it is for).
FORMATS: Mapping[str, tuple[str, str]] = {
    "text": ("text", "给人看的文本"),
    "concise": ("concise", "一行一条"),
    "json": ("json_report", "完整记录，见 docs/json-schema.md"),
    "sarif": ("sarif", "SARIF 2.1.0"),
    "github": ("github", "GitHub Actions 注解"),
    "gitlab": ("gitlab", "GitLab Code Quality"),
    "junit": ("junit", "JUnit XML"),
    "rdjson": ("rdjson", "reviewdog 诊断格式"),
    "html": ("html", "给人看的网页，可打印"),
    "xlsx": ("xlsx", "错情表（Excel、WPS 表格）"),
    "docx-report": ("docx_report", "校对报告（Word 文档）"),
}
BINARY = frozenset({"xlsx", "docx-report"})  # their modules give bytes


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What a person may ask of a format; formats for machines use only ``rules``."""

    color: bool = False
    statistics: bool = False
    quiet: bool = False  # no summary when there is nothing to tell
    unicode: bool = True  # whether the output can show marks such as ✓
    rules: Mapping[str, Any] = field(default_factory=dict)  # Rule by code, for formats that describe rules
    root: str = ""  # the folder paths may be made relative to
    documents: Callable[[str], Document | None] | None = None  # the document of a path, for formats that show it


def render(format_name: str, report: Report, options: RenderOptions) -> str:
    """Render a report as text.

    Raises:
        KeyError: there is no such format.
        TypeError: the format is one of ``BINARY``.
    """
    if format_name in BINARY:
        raise TypeError(f"{format_name} gives bytes")
    return render_bytes(format_name, report, options).decode("utf-8", "surrogateescape")


def render_bytes(format_name: str, report: Report, options: RenderOptions) -> bytes:
    """Render a report as the bytes of a file.

    Raises:
        KeyError: there is no such format.
    """
    module = importlib.import_module(f"{__name__}.{FORMATS[format_name][0]}")
    rendered: str | bytes = module.render(report, options)
    return rendered if isinstance(rendered, bytes) else rendered.encode("utf-8", "surrogateescape")
