"""Rules of the handling gate (文件处理关): proposals, approvals, urgency, secrecy, dates; registers and time limits."""

from __future__ import annotations

from baguan.rule import Rule
from baguan_rules.handling import (
    approval,
    chain,
    dates,
    deadlines,
    marks,
    numbering,
    opinions,
    proposal,
    registration,
)

#: The rules over registers and metadata (CL2xx).
RECORD_RULES: list[Rule] = [
    *registration.RULES,
    *numbering.RULES,
    *chain.RULES,
    *deadlines.RULES,
    *opinions.RULES,
]
RULES: list[Rule] = [*proposal.RULES, *marks.RULES, *dates.RULES, *approval.RULES, *RECORD_RULES]
