"""Style rules: their options, their scope, and what a briefing is."""

from __future__ import annotations

import pytest

from baguan.document import Document
from baguan.model import Severity
from baguan.structure import recognise
from baguan_rules.wording.style import RULES
from baguan_rules.wording.style_briefing import articles, is_briefing

BY_CODE = {rule.code: rule for rule in RULES}


def build(text, kind=""):
    document = Document.from_text(text)
    document.requested_kind = kind
    document.recogniser = recognise
    return document


def check(code, text, kind="", **options):
    rule = BY_CODE[code].with_options(options)
    document = build(text, kind)
    return list(rule.check(document)) if rule.applies_to(document) else []


def test_style_is_advice():
    assert {rule.severity for rule in RULES} == {Severity.INFO}


@pytest.mark.parametrize("length", [118, 119, 120, 121])
def test_length_of_a_sentence(length):
    text = "甲" * (length - 1) + "。"
    assert bool(check("WZ701", text, "statutory")) is (length > 120)


def test_brackets_and_titles_do_not_make_a_sentence_long():
    text = "各单位要按照《" + "甲" * 60 + "》（" + "乙" * 60 + "）办理。"
    assert not check("WZ701", text, "statutory")


def test_of_many_long_sentences_the_longest_is_told():
    (finding,) = check("WZ701", "甲" * 130 + "。" + "乙" * 140 + "。", "statutory")
    assert "共2个" in finding.message
    assert finding.start == 131


@pytest.mark.parametrize("code", ["WZ701", "WZ702", "WZ706", "WZ711", "WZ713"])
def test_a_speech_is_left_alone(code):
    text = "同志们：\n" + "咱们赶紧干吧，" * 200 + "。\n值得注意的是，大家辛苦了。"
    assert not check(code, text, "speech")


def test_length_of_a_document_by_genre():
    body = "甲" * 4500 + "。"
    report = f"临江市商务局关于市场运行情况的报告\n\n市人民政府：\n{body}\n\n临江市商务局\n2026年3月1日"
    notice = f"临江市商务局关于市场运行工作的通知\n\n各县区商务局：\n{body}\n\n临江市商务局\n2026年3月1日"
    assert "4000字" in check("WZ706", report)[0].message
    assert not check("WZ706", notice)
    assert check("WZ706", notice, maximum=4000)


def test_set_phrases_by_density():
    dense = "要高度重视，切实加强领导，统一思想，提高认识，狠抓落实，确保落到实处。" * 12
    (finding,) = check("WZ704", dense, "statutory")
    assert "每千字" in finding.message
    assert not check("WZ704", "要高度重视，切实加强领导。" + "各单位于五月底前报送排查结果。" * 60, "statutory")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("临江信息\n第12期\n", True),
        ("工作简报（第3期）\n", True),
        ("【\n信息专报 2026年第8期\n", True),
        ("关于信息工作的通知\n", False),
        ("个人信息保护\n", False),
        ("信息\n关于做好工作\n", False),
    ],
)
def test_what_a_briefing_is(head, expected):
    assert is_briefing(build(head + "某镇完成登记。")) is expected


def test_pieces_of_a_briefing():
    prose = "5月20日，河口镇完成12个村3860栋自建房赋码登记，排查隐患46处，已整改41处。"
    document = build(f"临江信息\n第12期\n甲镇做法\n{prose}\n一、背景\n{prose}\n乙镇做法\n{prose}\n")
    assert [len(piece) for piece in articles(document)] == [2, 1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_quiet_on_odd_texts(rule):
    for text in (
        "",
        "\n",
        "\v",
        "\ufffc",
        "信息\n第1期\n",
        "信息\n第1期\n" + "　" * 40 + "。",
        "切实" * 400,
        "（" * 90,
    ):
        for kind in ("statutory", "prose"):
            document = build(text, kind)
            for finding in rule.check(document):
                assert 0 <= finding.start <= finding.end <= len(text)
