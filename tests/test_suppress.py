"""Suppression: what is excused, and excuses that are wrong or idle."""

from __future__ import annotations

import pytest

import baguan

BAD = "各单位要认真贯撤落实。"


def codes(text, **settings):
    report = baguan.check_text(text, settings={"as": "prose", **settings})
    return [(record.line, record.code) for record in report.findings]


def test_without_an_excuse_the_fault_is_found():
    assert codes(BAD) == [(1, "WZ101")]


@pytest.mark.parametrize("selector", ["WZ101", "WZ1", "WZ", "文字关", "ALL", "", "ZC101, WZ101", "WZ101 -- 引用原文"])
def test_next_line(selector):
    assert codes(f"<!-- baguan: disable-next-line {selector} -->\n{BAD}\n{BAD}") == [(3, "WZ101")]


def test_by_the_name_of_the_rule():
    from baguan.registry import load_rules

    name = next(rule.name for rule in load_rules() if rule.code == "WZ101")
    assert codes(f"<!-- baguan: disable-next-line {name} -- 引用 -->\n{BAD}") == []


def test_range_ends_at_enable():
    text = f"<!-- baguan: disable WZ1 -->\n{BAD}\n<!-- baguan: enable WZ1 -->\n{BAD}"
    assert codes(text) == [(4, "WZ101")]


def test_whole_file_from_anywhere():
    assert codes(f"{BAD}\n<!-- baguan: disable-file WZ101 -- 识别稿 -->\n{BAD}") == []


def test_idle_excuse_is_a_finding():
    assert codes("<!-- baguan: disable-next-line WZ101 -->\n各单位要认真贯彻落实。") == [(1, "BG001")]


def test_excuse_of_a_rule_that_did_not_run_is_not_idle():
    assert codes("<!-- baguan: disable-next-line WZ101 -->\n各单位要落实。", ignore=["WZ101"]) == []


@pytest.mark.parametrize(
    ("directive", "hint"),
    [("disable-nextline WZ101", "disable-next-line"), ("disable WZ999", "WZ999"), ("关闭 WZ101", "关闭")],
)
def test_malformed_excuse_is_a_finding_and_excuses_nothing(directive, hint):
    report = baguan.check_text(f"<!-- baguan: {directive} -->\n{BAD}", settings={"as": "prose"})
    assert [(record.line, record.code) for record in report.findings] == [(1, "BG002"), (2, "WZ101")]
    assert hint in report.findings[0].message


def test_excused_findings_are_counted():
    assert baguan.check_text(f"<!-- baguan: disable-file WZ101 -->\n{BAD}", settings={"as": "prose"}).suppressed == 1


def test_fragment_of_the_configuration():
    fragment = {"text": "认真贯撤", "rules": ["WZ1"], "reason": "原文如此"}
    assert codes(BAD, suppress=[fragment]) == []
    assert codes(BAD, suppress=[{**fragment, "path": "别的/*"}]) == [(1, "WZ101")]


def test_vocabulary(tmp_path):
    words = tmp_path / "词表.txt"
    words.write_text("# 专名\n贯撤落实  # 某刊物栏目\n", encoding="utf-8")
    assert codes(BAD, vocabulary=[str(words)]) == []


def test_word_comment_excuses_its_stretch(tmp_path):
    from baguan.testing import package

    marked = (
        '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>认真贯撤落实</w:t></w:r><w:commentRangeEnd w:id="1"/>'
        '<w:r><w:commentReference w:id="1"/></w:r></w:p><w:p><w:r><w:t>认真贯撤落实</w:t></w:r></w:p>'
    )
    comment = (
        '<w:comment w:id="1" w:author="甲"><w:p><w:r><w:t>baguan: ignore WZ101 引用原文</w:t></w:r></w:p></w:comment>'
    )
    path = tmp_path / "a.docx"
    path.write_bytes(package(marked, {"comments.xml": comment}))
    report = baguan.check_file(path, settings={"as": "prose", "select": ["WZ1"]})
    assert [(record.line, record.code) for record in report.findings] == [(2, "WZ101")]
