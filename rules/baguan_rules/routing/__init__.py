"""Rules of one gate."""

from __future__ import annotations

from baguan.rule import Rule

RULES: list[Rule] = []
