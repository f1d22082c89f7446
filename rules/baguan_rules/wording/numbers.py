"""数字: figures, dates, quantities and units (WZ3xx)."""

from __future__ import annotations

from baguan.rule import Rule

RULES: list[Rule] = []
