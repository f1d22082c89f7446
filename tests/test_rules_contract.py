"""The contract over every rule: declarations are whole, examples do what they say, fixes settle."""

from __future__ import annotations

import pytest

from baguan.document import Document
from baguan.engine import Checker
from baguan.model import Applicability, Gate
from baguan.registry import load_rules
from baguan.rule import Bad
from baguan.testing import Case, apply_edits, build, cases, check_case, check_declaration, unmark

EVERY_RULE = load_rules()
CHECKER = Checker(EVERY_RULE)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.code)
def test_declaration(rule):
    check_declaration(rule)


@pytest.mark.parametrize("case", cases(EVERY_RULE), ids=str)
def test_example(case):
    check_case(case)


def test_there_are_rules_at_every_gate():
    assert len(EVERY_RULE) >= 40
    assert {rule.gate for rule in EVERY_RULE} == set(Gate)


def test_codes_and_names_are_unique():
    assert len({rule.code for rule in EVERY_RULE}) == len({rule.name for rule in EVERY_RULE}) == len(EVERY_RULE)


@pytest.mark.parametrize(
    "case",
    [case for case in cases(EVERY_RULE) if isinstance(case.example, Bad) and not case.example.options],
    ids=str,
)
def test_engine_finds_the_example(case: Case):
    """The anchors let the rule run, and no other rule takes its finding away without reporting the spot itself."""
    document, spans = build(case.example)
    found = CHECKER.findings(document)
    for start, end in spans or [(finding.start, finding.end) for finding in case.rule.check(document)]:
        assert any(f.start < max(end, start + 1) and start < max(f.end, f.start + 1) for f in found), case


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.code)
def test_safe_fixes_together_converge(rule):
    """Applying every safe fix of every rule to an example settles within ten rounds."""
    for bad in rule.bad:
        if bad.docx:
            continue
        text = unmark(bad.text)[0]
        for _ in range(10):
            document = Document.from_text(text)
            edits = [
                edit
                for finding in CHECKER.findings(document)
                if finding.fix and finding.fix.applicability is Applicability.SAFE
                for edit in finding.fix.edits
            ]
            if not edits:
                break
            text = apply_edits(text, edits)
        else:
            pytest.fail(f"{rule.code}：十轮之后仍有可改之处：{text}")
