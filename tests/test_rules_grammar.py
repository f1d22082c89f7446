"""Collocations and connectives: the table is sound, and what stands between verb and object is heeded."""

from __future__ import annotations

from pathlib import Path

import pytest

import baguan_rules.wording.grammar_collocation as module
from baguan.document import Document

RULES = {rule.code: rule for rule in module.RULES}
TABLE = Path(module.__file__).parent / "data" / "collocations.tsv"
ROWS = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]


def check(code, text):
    return [(text[f.start : f.end], f) for f in RULES[code].check(Document.from_text(text))]


def test_the_table_is_sorted_and_has_no_double():
    assert sorted(ROWS) == ROWS
    keys = [row[:2] for row in ROWS]
    assert len(set(keys)) == len(keys)


def test_no_correction_is_itself_a_fault():
    wrong = {row[:2] for row in ROWS}
    assert not [row for row in ROWS if (row[0], row[2]) in wrong]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[1]}-{row[0]}")
def test_every_row_is_found_and_its_fix_is_clean(row):
    thing, verb, right, severity = row
    text = f"各单位要{verb}基层{thing}。"
    ((found, finding),) = check("WZ406", text)
    assert found == verb
    assert finding.severity.key == severity
    fixed = text.replace(verb, finding.fix.edits[0].text)
    assert fixed == f"各单位要{right}基层{thing}。"
    assert not check("WZ406", fixed)


@pytest.mark.parametrize(
    "text",
    [
        "提高质量、扩大规模，",
        "提高效益和生产规模。",
        "提高了扩大生产规模的能力。",
        "提高“规模”。",
        "提高服务，优化规模。",
        "各单位提高规模化水平。",
        "不断提升力度不够的问题。",
    ],
)
def test_what_stands_between_is_heeded(text):
    assert not check("WZ406", text)


@pytest.mark.parametrize("partner", ["而且方便了群众", "还方便了群众", "更方便了群众", "也方便了群众"])
def test_a_partner_is_heard(partner):
    assert not check("WZ409", f"这项改革不仅提高了效率，{partner}。")


def test_a_partner_in_the_next_sentence_is_none():
    assert check("WZ409", "这项改革不仅提高了效率，方便了群众。而且节约了资金。")


@pytest.mark.parametrize("rule", module.RULES, ids=lambda rule: rule.code)
def test_rule_is_quiet_on_odd_texts(rule):
    for text in (
        "",
        "\n",
        "\v",
        "规模，",
        "，" * 200,
        "不仅" * 80,
        "提高" * 80 + "规模。",
        "们" * 50,
        "只有" * 60 + "，就能",
    ):
        for finding in rule.check(Document.from_text(text)):
            assert 0 <= finding.start <= finding.end <= len(text)
