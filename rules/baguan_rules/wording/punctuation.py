"""标点: the punctuation rules of GB/T 15834—2011 (WZ2xx)."""

from __future__ import annotations

from baguan.rule import Rule

RULES: list[Rule] = []
