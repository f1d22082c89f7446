"""The patterns of ``.gitignore``, as gitignore(5) describes them.

A small implementation of our own: git need not be installed where documents are checked, and the usual
package for this has a licence with conditions for those who pass it on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \\t",
    "digit": "0-9",
    "lower": "a-z",
    "space": "\\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
    "punct": "!-/:-@\\[-`{-~",
}
_CLASS = re.compile(r"\[:([a-z]+):\]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a ``.gitignore``."""

    regex: re.Pattern[str]
    negated: bool
    only_folders: bool


class Patterns:
    """The patterns of one file, or of one setting; paths are relative to where it stands, with ``/``."""

    def __init__(self, lines: Iterable[str], *, ignore_case: bool = False) -> None:
        """``lines``: patterns, comments and blank lines."""
        self._patterns = [pattern for line in lines if (pattern := parse(line, ignore_case=ignore_case)) is not None]

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """Whether the last pattern that matches ignores ``path`` (or takes it back); ``None`` when none matches.

        A path inside an ignored folder is the caller's to skip: nothing takes such a path back.
        """
        for pattern in reversed(self._patterns):
            if (folder or not pattern.only_folders) and pattern.regex.match(path):
                return not pattern.negated
        return None


def parse(line: str, *, ignore_case: bool = False) -> Pattern | None:
    """Read one line; ``None`` for a blank line, a comment, or a pattern that can match nothing."""
    text = _strip(line.rstrip("\r\n"))
    if not text or text.startswith("#"):
        return None
    negated = text.startswith("!")
    text = text[1:] if negated else text
    only_folders = text.endswith("/")
    text = text[:-1] if only_folders else text
    if not text:
        return None
    anchored = "/" in text
    body = translate(text.removeprefix("/"))
    if body is None:
        return None
    try:
        regex = re.compile(
            ("" if anchored else "(?:.*/)?") + body + r"\Z", re.DOTALL | (re.IGNORECASE if ignore_case else 0)
        )
    except re.error:  # a range that runs backwards matches nothing in git
        return None
    return Pattern(regex, negated, only_folders)


def _strip(line: str) -> str:
    """Without the spaces at the end, save one behind a backslash."""
    end = len(line)
    while end and line[end - 1] == " ":
        slashes = len(line[: end - 1]) - len(line[: end - 1].rstrip("\\"))
        if slashes % 2:
            break
        end -= 1
    return line[:end]


def translate(pattern: str) -> str | None:
    """A pattern without its slashes at both ends as a regular expression; ``None`` when it can match nothing."""
    if pattern == "**":
        return ".*"
    result: list[str] = []
    position = 0
    while position < len(pattern):
        rest = pattern[position:]
        at_start = position == 0 or pattern[position - 1] == "/"
        if at_start and rest.startswith("**/"):
            result.append("(?:.*/)?")
            position += 3
        elif at_start and rest == "**":
            result.append(".+")
            position += 2
        else:
            piece, length = _piece(rest)
            if not length:
                return None
            if not (piece == "[^/]*" and result and result[-1] == piece):  # a run of stars is one star
                result.append(piece)
            position += length
    return "".join(result)


def _piece(rest: str) -> tuple[str, int]:
    """The expression for the start of ``rest`` and how many characters it takes; 0 when that is no pattern."""
    first = rest[0]
    if first == "*":
        return "[^/]*", 1
    if first == "?":
        return "[^/]", 1
    if first == "[":
        return _bracket(rest)
    if first == "\\":
        return (re.escape(rest[1]), 2) if len(rest) > 1 else ("", 0)
    return re.escape(first), 1


def _bracket(rest: str) -> tuple[str, int]:
    """A bracket expression such as ``[a-z]``, ``[!0-9]`` or ``[[:digit:]]``; git matches no slash with one."""
    position = 1
    negated = rest[1:2] in ("!", "^")
    position += negated
    items: list[str] = []
    first = True
    while position < len(rest) and (first or rest[position] != "]"):
        first = False
        named = _CLASS.match(rest, position)
        if named is not None:
            if named[1] not in _CLASSES:
                return "", 0
            items.append(_CLASSES[named[1]])
            position = named.end()
            continue
        if rest[position] == "\\":
            position += 1
        low, position = rest[position : position + 1], position + 1
        if rest[position : position + 1] == "-" and rest[position + 1 : position + 2] not in ("", "]"):
            position += 1
            if rest[position] == "\\":
                position += 1
            high, position = rest[position : position + 1], position + 1
            if high and low <= high:
                items.append(f"{_escape(low)}-{_escape(high)}")
            continue
        items.append(_escape(low))
    if position >= len(rest):
        return "", 0
    body = "".join(items)
    if not body:
        return ("[^/]" if negated else "(?!)"), position + 1
    return f"(?!/)[{'^' if negated else ''}{body}]", position + 1


def _escape(character: str) -> str:
    return "\\" + character if character in "\\]^-[&~|" else character
