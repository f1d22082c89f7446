"""Where the tables of facts beside this package lie."""

from __future__ import annotations

from pathlib import Path


def table(name: str) -> Path:
    """The file of the table ``name``."""
    return Path(__file__).parent / "data" / f"{name}.tsv"
