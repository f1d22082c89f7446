"""A plug-in's whole test: the examples of its rules."""

from __future__ import annotations

import pytest
from baguan_example import RULES

from baguan.testing import cases, check_case, check_declaration


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_declaration(rule):
    check_declaration(rule)


@pytest.mark.parametrize("case", cases(RULES), ids=str)
def test_example(case):
    check_case(case)
