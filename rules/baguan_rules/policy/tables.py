"""Read the tables of facts beside this package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from baguan.errors import RuleError

_DATA = Path(__file__).parent / "data"


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``data/NAME.tsv`` by column name.

    Raises:
        RuleError: a row has not as many cells as the header; the message names file and line.
    """
    header, *lines = (_DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    rows = []
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise RuleError(f"{name}.tsv：第{number}行应有{len(columns)}列")
        rows.append(dict(zip(columns, cells, strict=True)))
    return tuple(rows)
