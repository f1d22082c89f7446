"""Lexicons (词表): tables of wrong and right words, one row each, as data.

A table is UTF-8, tab-separated, its first line the names of ``LEXICON_COLUMNS``;
``baguan.lexicon_lint`` checks what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from baguan.errors import RuleError
from baguan.lazy import compile_pattern

if TYPE_CHECKING:
    from regex import Pattern

LEXICON_COLUMNS = ("wrong", "right", "flag", "not_preceded_by", "not_followed_by", "context", "note")


class Entry(NamedTuple):
    """A row of a lexicon.

    ``flag`` is S (context-free), G (guarded by its neighbours), V (variant or preference) or W (needs
    ``context``, a regular expression that must match around the word, the word written as ``@``).
    ``before`` and ``after`` hold the characters that must not stand next to the word; a row with a
    ``note`` is never fixed without a person, and the note says why.
    """

    wrong: str
    right: str
    flag: str
    before: str = ""
    after: str = ""
    context: str = ""
    note: str = ""


@cache
def rows_by_flag(path: Path) -> Mapping[str, Mapping[str, str]]:
    """The rows of a table, unparsed: flag to wrong word to row.

    Raises:
        RuleError: the header or a row is wrong; the message names file and line.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or tuple(lines[0].split("\t")) != LEXICON_COLUMNS:
        raise RuleError(f"{path.name}：第1行应为列名 {'、'.join(LEXICON_COLUMNS)}")
    tabs = len(LEXICON_COLUMNS) - 1
    rows: dict[str, dict[str, str]] = {}
    for number, line in enumerate(lines[1:], 2):
        if line.count("\t") != tabs:
            raise RuleError(f"{path.name}：第{number}行应有{tabs + 1}列")
        wrong, _, flag, _ = line.split("\t", 3)
        if not wrong or not flag:
            raise RuleError(f"{path.name}：第{number}行的“wrong”“flag”不能为空")
        rows.setdefault(flag, {})[wrong] = line
    return rows


_CONTEXT_WIDTH = 24


def context_holds(entry: Entry, text: str, start: int, end: int) -> bool:
    """Whether the context an entry asks for stands around its word at ``text[start:end]``."""
    low = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT_WIDTH)
    high = text.find("\n", end)
    high = min(len(text) if high < 0 else high, end + _CONTEXT_WIDTH)
    matches = _context_pattern(entry).finditer(text[low:high], overlapped=True)
    return any(match.start("word") == start - low for match in matches)


@cache
def _context_pattern(entry: Entry) -> Pattern[str]:
    import regex

    return compile_pattern(entry.context.replace("@", f"(?P<word>{regex.escape(entry.wrong)})", 1))
