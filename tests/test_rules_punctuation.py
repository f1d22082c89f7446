"""What the examples of the punctuation rules cannot show: merging, reach over paragraphs, fixes that meet."""

from __future__ import annotations

import pytest

from baguan.document import Block, BlockKind, Document
from baguan.model import Applicability
from baguan.testing import apply_edits
from baguan_rules.wording.punctuation import RULES

BY_CODE = {rule.code: rule for rule in RULES}


def check(code: str, text: str):
    return list(BY_CODE[code].check(Document.from_text(text)))


def fix_all(text: str, rules=RULES) -> str:
    document = Document.from_text(text)
    edits = [
        edit
        for rule in rules
        for finding in rule.check(document)
        if finding.fix and finding.fix.applicability is Applicability.SAFE
        for edit in finding.fix.edits
    ]
    return apply_edits(text, edits)


@pytest.mark.parametrize(
    ("code", "unit", "fixed"),
    [("WZ205", "甲(乙)", "甲（乙）"), ("WZ206", '"甲"乙', "“甲”乙"), ("WZ237", '“甲"乙', "“甲”乙")],
)
def test_many_pairs_become_one_finding_that_mends_all(code, unit, fixed):
    assert len(check(code, "\n".join([unit] * 20))) == 20
    text = "\n".join([unit] * 21)
    (finding,) = check(code, text)
    assert "21处" in finding.message
    assert apply_edits(text, finding.fix.edits) == "\n".join([fixed] * 21)


def test_bracket_may_close_paragraphs_later_but_not_without_end():
    assert not check("WZ211", "（名单如下：\n" + "某单位\n" * 30 + "以上）")
    assert len(check("WZ211", "（名单如下：\n" + "某单位\n" * 60 + "以上）")) == 2


def test_each_kind_of_bracket_is_counted_by_itself():
    """One mark that is missing does not make the pairs around it look wrong."""
    (finding,) = check("WZ211", "根据《预算法（2018年修正）（以下简称预算法）、《审计法》的规定")
    assert (finding.start, "》" in finding.message) == (2, True)


def test_long_quotation_followed_by_a_real_fault():
    text = "来信说：\n“第一段。\n“第二段提到“样板”。\n“第三段。”\n坚持“一把手负总责。"
    (finding,) = check("WZ212", text)
    assert text[finding.start - 2 : finding.end + 3] == "坚持“一把手"


def test_reversed_quotes_are_not_also_unmatched():
    text = "推出“甲“和“乙”产品"
    assert len(check("WZ216", text)) == 1
    assert not check("WZ212", text)


def test_mixed_and_straight_quotes_do_not_pair_across_each_other():
    text = '推广“蒙速办"平台、“一件事"清单'
    assert not check("WZ206", text)
    assert len(check("WZ237", text)) == 2


def test_arabic_ordinals_in_tables_and_automatic_numbers_are_left_alone():
    text = "1、甲\n2、乙\n3、丙"
    blocks = [
        Block(BlockKind.CELL, 0, 3, table=(1, 1, 1)),
        Block(BlockKind.PARAGRAPH, 4, 7, numbering="2、"),
        Block(BlockKind.PARAGRAPH, 8, 11),
    ]
    (finding,) = BY_CODE["WZ219"].check(Document(text=text, blocks=blocks))
    assert (finding.start, finding.end) == (9, 10)


def test_private_use_characters_once_a_paragraph_and_past_other_unprintables():
    text = "甲\u00a0乙\n丙\ue001丁\ue002\n戊\ue003"
    assert [finding.start for finding in check("WZ236", text)] == [5, 10]


def test_many_open_paragraphs_become_one_finding():
    line = "各单位要高度重视安全生产工作，层层压实责任，确保措施落到实处。要加强督促检查，严肃追究责任"
    assert len(check("WZ239", "\n".join([line] * 10))) == 10
    (finding,) = check("WZ239", "\n".join([line] * 11))
    assert "11段" in finding.message


def test_safe_fixes_of_all_punctuation_rules_settle_together():
    text = '一.加强领导,落实"责任"(试行),\n（二）、推进“甲"和“乙”、“丙”,总额２０万元.\n卡尔•马克思(德)'
    settled = fix_all(fix_all(text))
    assert settled == "一、加强领导，落实“责任”（试行），\n（二）推进“甲”和“乙”“丙”，总额20万元.\n卡尔·马克思（德）"
    assert fix_all(settled) == settled


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_quiet_on_odd_texts(rule):
    for text in (
        "",
        "\n",
        "\n\n\n",
        "\v",
        "\ufffc",
        "“",
        "（" * 5,
        "，",
        "a" * 1000,
        " " * 200 + "\n" + "\u3000" * 200,
    ):
        for finding in rule.check(Document.from_text(text)):
            assert 0 <= finding.start <= finding.end <= len(text)
