"""Why a document should be returned: findings mapped to the usual reasons of a 退文 and their clauses.

The 22 reasons are those that offices give most often; several of them (会签, 时限, 电子件与纸质件) no text can show and
only a person can add.  Number 0 stands for what none of them covers.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class ReasonRow(NamedTuple):
    """One of the usual reasons: its number, its words, the clause it rests on, the rules that show it."""

    number: int
    reason: str
    clause: str
    selectors: tuple[str, ...]


class ReturnReason(NamedTuple):
    """A reason that applies to a document, with the codes of the findings that show it."""

    number: int
    reason: str
    clause: str
    codes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``reasons`` in the JSON report."""
        return {**self._asdict(), "codes": list(self.codes)}


@cache
def usual_reasons() -> tuple[ReasonRow, ...]:
    """The usual reasons in their order, number 0 (anything else) last."""
    text = files("baguan").joinpath("data/return_reasons.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return tuple(
        ReasonRow(int(number), reason, clause, tuple(selectors.split())) for number, reason, clause, selectors in rows
    )


def reason_of(code: str) -> ReasonRow | None:
    """The reason a rule's findings count for: that with the longest matching selector; ``None`` for none."""
    fitting = [
        (len(selector), row) for row in usual_reasons() for selector in row.selectors if code.startswith(selector)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def return_reasons(found: Iterable[tuple[str, str]]) -> tuple[ReturnReason, ...]:
    """The reasons that findings give for returning a document.

    Args:
        found: code and severity (``error``, ``warning`` or ``info``) of each finding; advice is no reason.

    Returns:
        The reasons an error shows first, then the others, each group in the order of the usual list.
    """
    codes: dict[ReasonRow, set[str]] = {}
    grave: set[ReasonRow] = set()
    for code, severity in found:
        row = reason_of(code) if severity in ("error", "warning") else None
        if row is None:
            continue
        codes.setdefault(row, set()).add(code)
        if severity == "error":
            grave.add(row)
    order = sorted(codes, key=lambda row: (row not in grave, row.number == 0, row.number))
    return tuple(ReturnReason(row.number, row.reason, row.clause, tuple(sorted(codes[row]))) for row in order)
