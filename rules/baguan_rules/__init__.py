"""The rules of the five gates (五个关口), registered in one explicit list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baguan.rule import Rule


def all_rules() -> list[Rule]:
    """Every built-in rule, sorted by code."""
    from baguan_rules import handling, layout, policy, routing, wording

    return sorted(
        [*routing.RULES, *policy.RULES, *wording.RULES, *layout.RULES, *handling.RULES], key=lambda rule: rule.code
    )
