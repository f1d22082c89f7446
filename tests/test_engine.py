"""The engine: which rules run, which findings are one fault, what a broken rule does."""

from __future__ import annotations

import pytest

from baguan.document import Document
from baguan.engine import Checker
from baguan.model import Applicability, Basis, Severity
from baguan.rule import Bad, LexiconRule, PatternRule, document_rule

BASIS = Basis("测试用规则")


def pattern(code, regex, *, anchors=(), severity=Severity.WARNING, **more):
    return PatternRule(
        code=code, name=code.lower(), severity=severity, message="“{text}”有误", basis=BASIS,
        bad=[Bad("甲")], good=["乙"], anchors=anchors, pattern=regex, **more,
    )  # fmt: skip


def spans(findings):
    return [(finding.code, finding.start, finding.end) for finding in findings]


def test_a_rule_without_its_anchor_never_runs():
    ran = []
    rule = pattern("WZ201", "丙", anchors=("甲乙", "丁"), unless=lambda document, match: ran.append(1) or False)
    checker = Checker([rule])
    assert checker.findings(Document.from_text("只有丙")) == []
    assert ran == []
    assert spans(checker.findings(Document.from_text("甲乙丙"))) == [("WZ201", 2, 3)]
    assert spans(checker.findings(Document.from_text("丁丙"))) == [("WZ201", 1, 2)]


def test_findings_are_sorted_and_deduplicated():
    @document_rule(
        code="XW101", name="x", severity=Severity.INFO, message="话", basis=BASIS, bad=[Bad("甲")], good=["乙"]
    )
    def twice(document, rule):
        yield rule.at(3, 4)
        yield rule.at(0, 1)
        yield rule.at(3, 4)

    assert spans(Checker([twice]).findings(Document.from_text("甲乙丙丁"))) == [("XW101", 0, 1), ("XW101", 3, 4)]


def test_the_more_certain_of_two_overlapping_findings_of_a_series_stays():
    rules = [pattern("WZ201", "甲乙", severity=Severity.WARNING), pattern("WZ202", "乙丙", severity=Severity.ERROR)]
    assert spans(Checker(rules).findings(Document.from_text("甲乙丙"))) == [("WZ202", 1, 3)]


def test_overlapping_findings_of_different_series_both_stay_unless_their_edits_collide():
    rules = [pattern("WZ201", "甲乙"), pattern("WZ301", "乙丙")]
    assert len(Checker(rules).findings(Document.from_text("甲乙丙"))) == 2
    fixing = [pattern("WZ201", "甲乙", fix="子"), pattern("WZ301", "乙丙", fix="丑", applicability=Applicability.SAFE)]
    assert spans(Checker(fixing).findings(Document.from_text("甲乙丙"))) == [("WZ301", 1, 3)]


def test_a_broken_rule_is_on_record_and_the_others_run():
    def broken(document, match):
        raise ZeroDivisionError("坏了")

    outcome = Checker([pattern("WZ201", "甲", unless=broken), pattern("WZ202", "乙")]).check(Document.from_text("甲乙"))
    assert outcome.failures == [("WZ201", "ZeroDivisionError: 坏了")]
    assert spans(outcome.findings) == [("WZ202", 1, 2)]


def test_patterns_never_match_over_a_paragraph_end():
    rule = pattern("WZ201", "^乙$")
    assert spans(Checker([rule]).findings(Document.from_text("甲\n乙\n丙"))) == [("WZ201", 2, 3)]


@pytest.fixture
def lexicon(tmp_path):
    table = tmp_path / "words.tsv"
    rows = [
        "wrong\tright\tflag\tnot_preceded_by\tnot_followed_by\tcontext\tnote",
        "布署\t部署\tG\t发公\t名\t\t",
        "贯撤\t贯彻\tS\t\t\t\t",
        "公式\t公示\tW\t\t\t@(?:栏|期)\t",
        "部下\t\tG\t\t\t\t须人工判断",
    ]
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return LexiconRule(
        code="WZ101", name="word", severity=Severity.ERROR, message="“{text}”应为“{fix}”", basis=BASIS,
        bad=[Bad("甲")], good=["乙"], table=table, flags="SGW", applicability=Applicability.SAFE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("认真贯撤落实", [(2, 4)]),
        ("工作布署", [(2, 4)]),
        ("发布署名文章", []),
        ("公布署", []),
        ("数学公式", []),
        ("公式栏", [(0, 2)]),
        ("列出公式\n栏", []),
    ],
)
def test_lexicon_guards_and_context(lexicon, text, expected):
    document = Document.from_text(text)
    assert [(f.start, f.end) for f in Checker([lexicon]).findings(document)] == expected
    assert sorted((f.start, f.end) for f in lexicon.check(document)) == expected


def test_lexicon_lowers_inside_quotes_and_titles(lexicon):
    found = Checker([lexicon]).findings(Document.from_text("误写“贯撤”，《贯撤》，贯撤"))
    assert [finding.severity for finding in found] == [Severity.INFO, Severity.INFO, Severity.ERROR]
    assert [finding.fix.applicability.value for finding in found] == ["unsafe", "unsafe", "safe"]


def test_lexicon_row_with_a_note_is_not_fixed_by_itself(lexicon):
    (finding,) = Checker([lexicon]).findings(Document.from_text("他的部下"))
    assert finding.fix is None
    assert "须人工判断" in finding.message
