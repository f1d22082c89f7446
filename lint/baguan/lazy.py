"""Regular expressions compiled on first use.

A module-level ``re.compile`` is paid by every start of the program, and a class such as ``[一-龥]`` costs ``re`` 1.5 ms
each (measured; ``regex`` takes 0.3 ms).  A rule that never runs should cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from regex import Pattern


class _Lazy:
    """Stands in for a compiled pattern until one of its methods is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # copying and pickling look for these before there is a source
        import regex

        value = getattr(regex.compile(*self._source), name)  # regex keeps what it compiled
        setattr(self, name, value)
        return value


def lazy_pattern(pattern: str, flags: int = 0) -> Pattern[str]:
    """A pattern of the module ``regex`` that is compiled when its first method is called.

    Args:
        pattern: the regular expression.
        flags: of the module ``regex`` (``re``'s have the same values).
    """
    return cast("Pattern[str]", _Lazy(pattern, flags))
