"""The ``<!-- baguan: … -->`` instructions of text files."""

from __future__ import annotations

import re

# A comment of our own on one line; one that is never closed reaches to the end of its line.
COMMENT = re.compile(r"<!--[ \t]*baguan(?![A-Za-z0-9_-])[^\n]*?(?:-->|$)", re.IGNORECASE | re.MULTILINE)

_WELL_FORMED = re.compile(r"<!--\s*baguan:(?P<text>.*)-->\Z", re.DOTALL)
_OURS = re.compile(r"<!--\s*baguan(?![A-Za-z0-9_-])", re.IGNORECASE)


def directive_text(comment: str) -> str | None:
    """What a ``baguan:`` comment says.

    Args:
        comment: the whole HTML comment, ``<!--`` and ``-->`` (which may be missing) included.

    Returns:
        The text after ``baguan:``; the whole inner text when the comment is ours but malformed (no colon, not
        closed), which no instruction starts with, so that it is complained about; ``None`` when it is not ours.
    """
    match = _WELL_FORMED.match(comment)
    if match is not None:
        return match["text"].strip()
    if _OURS.match(comment) is None:
        return None
    return comment.removeprefix("<!--").removesuffix("-->").strip()
