"""Rules of the handling gate (文件处理关): proposals, approvals, urgency, secrecy, dates of the imprint."""

from __future__ import annotations

from baguan.rule import Rule
from baguan_rules.handling import approval, dates, marks, proposal

RULES: list[Rule] = [*proposal.RULES, *marks.RULES, *dates.RULES, *approval.RULES]
