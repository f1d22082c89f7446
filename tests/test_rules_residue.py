"""Residue in the text: near duplicates, seams, cut sentences, traditional characters; fixes of all fixtures settle."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baguan.document import Document
from baguan.engine import Checker
from baguan.model import Applicability, Severity
from baguan.readers import read_text
from baguan.registry import load_rules
from baguan.structure import recognise
from baguan.testing import apply_edits
from baguan_rules.wording.residue_text import RULES, _simplified

BY_CODE = {rule.code: rule for rule in RULES}
FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def check(code, text):
    document = Document.from_text(text)
    document.recogniser = recognise
    return list(BY_CODE[code].check(document))


CLAUSES = (
    "加强组织领导",
    "健全工作机制",
    "明确责任分工",
    "强化督促检查",
    "加大宣传力度",
    "总结推广经验",
    "严肃追责问责",
    "确保取得实效",
    "按时报送结果",
    "做好舆论引导",
)


@given(st.integers(0, len(CLAUSES)))
def test_how_much_two_paragraphs_share(changed):
    first = "各县区要" + "，".join(CLAUSES) + "。"
    second = "各部门应" + "，".join([f"第{n}类事项另行研究" for n in range(changed)] + list(CLAUSES[changed:])) + "。"
    found = check("WZ611", f"{first}\n二、要求\n{second}")
    shared = len(CLAUSES) - max(changed, 1)  # the first clause differs anyway
    assert bool(found) is (shared >= 0.75 * len(CLAUSES))


def test_articles_repeat_each_other():
    article = "第{}条　" + "，".join(CLAUSES) + "。"
    text = "\n".join(article.format(n) for n in "一二三四五六")
    assert not check("WZ611", text)


def test_a_text_that_stands_twice_gives_one_finding():
    paragraphs = [f"区域{n}内" + "，".join(f"{clause}{n}" for clause in CLAUSES) + "。" for n in range(8)]
    again = [paragraph.replace("区域", "片区") for paragraph in paragraphs]
    assert len(check("WZ611", "\n".join(paragraphs + again))) == 1


@given(st.sampled_from(sorted(_simplified())))
def test_every_traditional_character_gives_its_standard_form(character):
    (finding,) = check("WZ614", f"关于加强{character}字管理的通知")
    assert finding.severity is Severity.WARNING
    assert finding.fix.edits[0].text == _simplified()[character]
    assert finding.fix.edits[0].text not in _simplified()


@pytest.mark.parametrize("text", ["题写“{}”二字", "载于《{}报》", "（{}某）"])
def test_a_traditional_character_in_a_name_is_advice(text):
    (finding,) = check("WZ614", text.format("學"))
    assert finding.severity is Severity.INFO


def test_a_text_in_traditional_characters_gives_one_finding():
    (finding,) = check("WZ614", "關於進一步加強學習與實踐結合的幾點體會請領導審閱並轉發執行單位")
    assert finding.severity is Severity.INFO


def test_form_feed_is_a_page_break():
    document = read_text("要认真落实安全生产责任\f安全生产责任制度，严格考核。")
    found = list(BY_CODE["WZ612"].check(document))
    assert [document.text[f.start : f.end] for f in found] == ["安全生产责任"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_quiet_on_odd_texts(rule):
    for text in ("", "\n", "\v", "\ufffc", "，\n，\n，", "、\n" * 40, "學" * 90, "甲，" * 300, "\n\n\n。"):
        for finding in check(rule.code, text):
            assert 0 <= finding.start <= finding.end <= len(text)


CHECKER = Checker(load_rules())


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.txt")), ids=lambda path: path.name)
def test_safe_fixes_of_every_fixture_settle(path):
    """Applying all safe fixes until none is left takes a few rounds, and another run changes nothing."""
    text = path.read_text(encoding="utf-8")
    for _ in range(10):
        fixes = [
            finding.fix
            for finding in CHECKER.findings(Document.from_text(text))
            if finding.fix and finding.fix.applicability is Applicability.SAFE
        ]
        edits, end = [], -1
        for edit in sorted({edit for fix in fixes for edit in fix.edits}):
            if edit.start >= end:  # of two that overlap the first is applied, as ``baguan fix`` does
                edits.append(edit)
                end = edit.end
        if not edits:
            return
        text = apply_edits(text, edits)
    pytest.fail("ten rounds were not enough")
