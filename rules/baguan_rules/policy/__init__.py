"""政策法规关: are laws, agencies, fixed formulations and citations right and in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan_rules.policy import (
    agencies,
    citations,
    laws,
    normative,
    periods,
    personal,
    phrases,
    posts,
    sensitive,
    titles,
)

if TYPE_CHECKING:
    from baguan.rule import Rule

RULES: list[Rule] = [
    *laws.RULES,
    *agencies.RULES,
    *phrases.RULES,
    *periods.RULES,
    *sensitive.RULES,
    *citations.RULES,
    *titles.RULES,
    *posts.RULES,
    *personal.RULES,
    *normative.RULES,
]
