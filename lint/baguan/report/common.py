"""What several formats share: paths as machines want them, and texts that cannot break out of their place."""

from __future__ import annotations

import os
import re
from pathlib import PurePath

from baguan.record import FixRecord, Record

_TEXT_SUFFIXES = (".txt", ".md", ".markdown")  # a cell of a Markdown table is placed by its table
_SURROGATES = re.compile("[\ud800-\udfff]")
_RARE_BREAKS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters drive terminals and break databases; bidirectional ones make a line read as what it is not.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """``text`` without lone surrogates (a file name that is not UTF-8 holds some), so that it can be encoded."""
    return _SURROGATES.sub("\ufffd", text)


def visible(text: str) -> str:
    """A message that may quote the document: tabs and line ends stay, other control characters are U+FFFD."""
    return _CONTROLS.sub("\ufffd", _RARE_BREAKS.sub(" ", printable(text)))


def one_line(text: str) -> str:
    """``visible`` text on one line."""
    return re.sub("[\t\r\n]+", " ", visible(text)).strip()


def repository_path(path: str, root: str) -> str:
    """``path`` as a service shows it: relative to ``root``, else to the working folder, with ``/``.

    A path under neither stays as it is; lone surrogates are kept, so that a URI can still name the bytes.
    """
    if path == "-" or path.startswith("<"):
        return path
    absolute = os.path.abspath(path)
    for folder in (root, os.curdir):
        try:
            relative = os.path.relpath(absolute, os.path.abspath(folder)) if folder else os.pardir
        except ValueError:  # another drive on Windows
            continue
        if relative.split(os.sep, 1)[0] != os.pardir:
            return PurePath(relative).as_posix()
    return PurePath(path).as_posix()


def has_lines(record: Record) -> bool:
    """Whether the line and column are those of the file; in a .docx, whatever its name, a line is a paragraph."""
    return record.where == f"第{record.line}行" or PurePath(record.path).suffix.lower() in _TEXT_SUFFIXES


def applies(fix: FixRecord) -> bool:
    """Whether a program may offer to apply the fix; one that is only to be shown it may not."""
    return bool(fix.edits) and fix.applicability != "display"


def place(record: Record) -> str:
    """Where a finding stands, for a person: ``第12行第5列``, in a .docx ``表1第2行第3列第5字``."""
    if has_lines(record):
        return f"第{record.line}行第{record.column}列"
    if record.part == "section":  # page settings have no character to point at
        return record.where
    return f"{record.where}第{record.column}字"


def last_line(record: Record) -> int:
    """The last line that holds something of the finding; an end at the first column holds nothing of its line."""
    return record.end_line - (record.end_column == 1 and record.end_line > record.line)


def told(record: Record) -> str:
    """The message, with the place in front where the line number alone would not lead a person there."""
    return visible(record.message if has_lines(record) else f"{record.where}：{record.message}")


def basis_text(record: Record) -> str:
    """The basis in words: source and clause."""
    return f"{record.basis.source} {record.basis.clause}".strip()
