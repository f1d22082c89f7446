"""The usual reasons of a 退文: every rule has its place, and a returned document says why."""

from __future__ import annotations

import json

import pytest

from baguan.registry import load_rules
from baguan.verdict import reason_of, return_reasons, usual_reasons

REPORT = (
    "青溪县水利局关于防汛工作情况的报告\n市水利局、市应急管理局：\n现将情况报告如下。\n今年降水偏多，贯撤了要求。\n"
    "妥否，请批示。\n青溪县水利局\n2025年8月20日\n"
)


def test_the_table_holds_the_22_reasons_in_order() -> None:
    numbers = [row.number for row in usual_reasons()]
    assert numbers == [*range(1, 23), 0]
    assert all(row.reason and row.clause for row in usual_reasons())


def test_every_selector_means_a_rule() -> None:
    codes = [rule.code for rule in load_rules()]
    for row in usual_reasons():
        for selector in row.selectors:
            if selector != "ZC8":
                assert any(code.startswith(selector) for code in codes), selector


def test_every_rule_of_the_five_gates_belongs_to_a_reason() -> None:
    assert [rule.code for rule in load_rules() if reason_of(rule.code) is None] == []


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("XW101", 1),
        ("XW112", 1),  # a wrong verb of forwarding
        ("XW111", 11),
        ("XW201", 2),
        ("XW205", 3),
        ("XW204", 4),
        ("XW211", 7),
        ("XW206", 16),
        ("XW216", 21),
        ("XW302", 0),
        ("XW215", 6),
        ("XW305", 20),
        ("ZC101", 12),
        ("WZ101", 15),
        ("TL101", 9),
        ("TL201", 11),
        ("CL106", 17),
        ("CL111", 11),
        ("CL101", 0),
    ],
)
def test_the_longest_selector_decides(code: str, number: int) -> None:
    row = reason_of(code)
    assert row is not None
    assert row.number == number


def test_what_an_error_shows_comes_first_and_advice_is_no_reason() -> None:
    found = [("XW203", "warning"), ("WZ101", "error"), ("XW201", "error"), ("TL101", "info"), ("WZ105", "error")]
    assert [(reason.number, reason.codes) for reason in return_reasons(found)] == [
        (2, ("XW201",)),
        (15, ("WZ101", "WZ105")),
        (4, ("XW203",)),
    ]
    assert return_reasons([("BG001", "warning")]) == ()


def test_a_returned_document_says_why(baguan, tmp_path) -> None:
    (tmp_path / "报告.txt").write_text(REPORT, encoding="utf-8")
    shown = baguan("check", "报告.txt", "--no-cache")
    assert shown.code == 1
    line = next(line for line in shown.out.splitlines() if line.startswith("退文理由："))
    assert "报告夹带请示事项（《党政机关公文处理工作条例》第十五条（四）；XW201）" in line
    (file,) = json.loads(baguan("check", "报告.txt", "--format", "json").out)["files"]
    assert file["reasons"][0] == {
        "number": 2,
        "reason": "报告夹带请示事项",
        "clause": "《党政机关公文处理工作条例》第十五条（四）",
        "codes": ["XW201"],
    }
    again = json.loads(baguan("check", "报告.txt", "--format", "json").out)["files"]  # from the cache
    assert again == [file]


def test_a_document_that_is_not_returned_has_no_reasons(baguan, tmp_path) -> None:
    (tmp_path / "稿.txt").write_text("各单位要认真学习贯撤落实。\n", encoding="utf-8")
    result = baguan("check", "稿.txt", "--format", "json")
    assert json.loads(result.out)["files"][0]["reasons"] == []
    assert "退文理由" not in baguan("check", "稿.txt").out
