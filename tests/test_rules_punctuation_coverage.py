"""``docs/coverage.md``: every item is there, every rule it names exists, every rule on marks and numbers is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baguan.registry import load_rules

TEXT = (Path(__file__).resolve().parent.parent / "docs/coverage.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("|") and not set(line) <= set("|-")
]
CODES = {rule.code for rule in load_rules()}


@pytest.mark.parametrize(("prefix", "count"), [("PU", 46), ("NU", 23)])
def test_every_item_has_its_row(prefix, count):
    items = [row[0] for row in ROWS if row[0].startswith(f"{prefix}-")]
    assert items == [f"{prefix}-{number:02}" for number in range(1, count + 1)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_names_a_rule_or_says_why_not(row):
    named = set(re.findall(r"[A-Z]{2}\d{3}", row[-1]))
    assert named <= CODES
    assert named or row[-1].startswith("不检：") or row[-1] == "规则"


def test_every_rule_on_marks_and_numbers_is_named():
    named = set(re.findall(r"[A-Z]{2}\d{3}", TEXT))
    elsewhere = {"WZ239", "WZ335"}  # a missing full stop, a malformed figure: faults of typing, no item of a standard
    assert {code for code in CODES if code[:3] in ("WZ2", "WZ3")} - named == elsewhere
