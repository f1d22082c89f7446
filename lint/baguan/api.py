"""The Python API for those who embed the checker; stable from version 0.1.

>>> import baguan
>>> report = baguan.check_text("各单位要认真贯撤落实。")
>>> [(record.line, record.column, record.code) for record in report.findings]
[(1, 7, 'WZ101')]
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baguan.config import load_settings
from baguan.record import FileReport
from baguan.registry import load_rules
from baguan.runner import FileChecker

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["check_file", "check_text", "load_rules"]


def check_text(
    text: str,
    *,
    path: str = "<text>",
    format: str = "txt",  # noqa: A002 - the word users know
    settings: Mapping[str, Any] | None = None,
    config: str | os.PathLike[str] | None = None,
) -> FileReport:
    """Check a text.

    Args:
        text: the text; line ends may be ``\\n``, ``\\r\\n`` or ``\\r``.
        path: the name its findings carry.
        format: ``txt`` or ``md``.
        settings: configuration by key, as in ``baguan.toml`` (``{"select": ["WZ"], "as": "prose"}``).
        config: a configuration file; without it none is read.

    Returns:
        The report, the same record as in the JSON report.

    Raises:
        baguan.errors.ConfigError: a setting is wrong.
        ValueError: ``format`` is neither ``txt`` nor ``md``.
    """
    if format not in ("txt", "md"):
        raise ValueError(f"format should be txt or md, not {format!r}")
    from baguan.readers import read_text

    document = read_text(text, path, format=format)
    return _checker(settings, config).check_document(document)


def check_file(
    path: str | os.PathLike[str],
    *,
    settings: Mapping[str, Any] | None = None,
    config: str | os.PathLike[str] | None = None,
) -> FileReport:
    """Check a ``.txt``, ``.md`` or ``.docx`` file.

    Returns:
        The report; a file that cannot be read gives one whose ``errors`` say why.

    Raises:
        baguan.errors.ConfigError: a setting is wrong.
    """
    return _checker(settings, config).check_path(os.fspath(path))


def _checker(settings: Mapping[str, Any] | None, config: str | os.PathLike[str] | None) -> FileChecker:
    chosen = load_settings(
        Path.cwd(), config=Path(config) if config else None, isolated=config is None, overrides=settings
    )
    return FileChecker(chosen)
