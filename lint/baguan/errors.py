"""The errors this package raises on purpose.  Each carries a Chinese message fit for a person."""

from __future__ import annotations


class BaguanError(Exception):
    """The base of every documented error; ``str(error)`` is the Chinese message."""


class DocumentError(BaguanError):
    """A file cannot be read as a document (missing, broken, encrypted, unsafe, wrong encoding).

    ``kind`` is a stable key for programs (``missing``, ``empty``, ``encoding``, ``binary``, ``zip``,
    ``bomb``, ``entity``, ``ole``, ``encrypted``, ``lock-file``, ``permission``, ``format`` …).
    """

    def __init__(self, message: str, kind: str = "format") -> None:
        super().__init__(message)
        self.kind = kind


class ConfigError(BaguanError):
    """A configuration, baseline or vocabulary file is wrong; the message names file and line."""


class RuleError(BaguanError):
    """A rule declaration, its data or a plug-in is wrong; the message names the rule."""


class UnknownYearError(BaguanError):
    """No calendar knows the holidays of ``year``; a time limit that runs into it cannot be reckoned."""

    def __init__(self, year: int) -> None:
        super().__init__(f"没有{year}年的放假调休安排，请用日历文件指定")
        self.year = year
