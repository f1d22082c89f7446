"""The output formats: one module each, every one a view of the same ``Report``.

A format module has one function, ``render(report, options) -> str``.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
}


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What a person may ask of a format; formats for machines use only ``rules``."""

    color: bool = False
    statistics: bool = False
    quiet: bool = False  # no summary when there is nothing to tell
    unicode: bool = True  # whether the output can show marks such as ✓
    rules: Mapping[str, Any] = field(default_factory=dict)  # Rule by code, for formats that describe rules
    root: str = ""  # the folder paths may be made relative to


def render(format_name: str, report: Report, options: RenderOptions) -> str:
    """Render a report.

    Raises:
        KeyError: there is no such format.
    """
    module = importlib.import_module(f"{__name__}.{FORMATS[format_name][0]}")
    text: str = module.render(report, options)
    return text
