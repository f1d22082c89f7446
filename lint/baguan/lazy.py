"""Regular expressions compiled on first use, and compiled once for all runs of one user.

A module-level ``re.compile`` is paid by every start of the program, and a class such as ``[一-龥]`` costs ``re`` 1.5 ms
each (measured; ``regex`` takes 0.3 ms).  So a pattern is compiled when its first method is called, and what ``regex``
made of it is kept in the user's cache folder: reading it back takes a twentieth of the time, and a check of a short
document spent a sixth of its time compiling.

The file holds patterns of the rules, nothing of a document.  It is plain data (``marshal``), not code that would run
when it is read; what cannot be used is compiled anew.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from regex import Pattern

_MAXIMUM_PATTERNS = 2_000
_Key = tuple[str, int]


class _Lazy:
    """Stands in for a compiled pattern until one of its methods is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # copying and pickling look for these before there is a source
        value = getattr(compile_pattern(*self._source), name)
        setattr(self, name, value)
        return value


def lazy_pattern(pattern: str, flags: int = 0) -> Pattern[str]:
    """A pattern of the module ``regex`` that is compiled when its first method is called.

    Args:
        pattern: the regular expression.
        flags: of the module ``regex`` (``re``'s have the same values).
    """
    return cast("Pattern[str]", _Lazy(pattern, flags))


@functools.cache
def compile_pattern(pattern: str, flags: int = 0) -> Pattern[str]:
    """The compiled pattern, from this run, from an earlier one, or compiled now.

    Raises:
        regex.error: it is no regular expression.
    """
    import regex

    kept = _kept().get((pattern, int(flags)))
    if kept is not None:
        with contextlib.suppress(Exception):  # damaged, or of another build of regex: compile it anew
            restore: Any = regex._regex
            return cast("Pattern[str]", restore.compile(*kept))
    compiled = regex.compile(pattern, flags)
    _new[pattern, int(flags)] = compiled
    return compiled


_new: dict[_Key, Pattern[str]] = {}


def keep_patterns() -> None:
    """Keep what this run compiled for the next ones.  Failing to is no error."""
    if not _new:
        return
    import copyreg
    import marshal

    from baguan.atomic import write_atomic

    patterns = _kept()
    for key, compiled in _new.items():
        # How regex itself takes a pattern apart for pickling: (its constructor, plain data).
        patterns[key] = copyreg.dispatch_table[type(compiled)](compiled)[1]
    _new.clear()
    if len(patterns) <= _MAXIMUM_PATTERNS:
        with contextlib.suppress(OSError, ValueError):
            write_atomic(_file(), marshal.dumps(patterns), private=True, durable=False)


@functools.cache
def _kept() -> dict[_Key, Any]:
    import marshal

    try:
        kept = marshal.loads(_file().read_bytes())  # noqa: S302 - plain data: nothing in it is run
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return kept if isinstance(kept, dict) else {}


@functools.cache
def _file() -> Path:
    import regex

    from baguan.userdirs import cache_dir

    return cache_dir("patterns") / f"{sys.implementation.cache_tag}-{regex.__version__}.bin"
