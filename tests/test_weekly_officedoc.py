"""The layout writer: official layout, deterministic, and quotations of faults excused without a trace in the text."""

from __future__ import annotations

from datetime import datetime

from baguan.config import load_settings
from baguan.officedoc import OfficeDocument, Quote
from baguan.readers import read_bytes
from baguan.runner import FileChecker

MADE = datetime(2026, 11, 21)


def build(*pieces: str) -> bytes:
    """A short notice whose one paragraph is ``pieces``."""
    word = OfficeDocument("测试", made=MADE)
    word.title("临江市水利局关于通报公文差错情况的通知")
    word.addressee("各科室：")
    word.heading("一、基本情况")
    word.paragraph(*pieces)
    word.subheading("（一）具体问题")
    word.table(("序号", "问题"), [("1", Quote("认真贯撤落实")), ("2", "无")], (1, 4))
    word.signature("临江市水利局", "2026年11月21日")
    return word.save()


def check(data: bytes, tmp_path, kind: str = ""):
    settings = load_settings(tmp_path, isolated=True, overrides={"as": kind or None})
    return FileChecker(settings).check_bytes(data, "测试.docx")


def test_an_official_document_is_clean_in_both_readings(tmp_path):
    data = build("本周通报的差错已经改正，请各科室认真核对。")
    for kind in ("", "statutory"):
        report = check(data, tmp_path, kind)
        assert [(each.code, each.message) for each in report.findings] == []


def test_a_fault_is_excused_only_inside_a_quotation(tmp_path):
    quoted = check(build("原文是", Quote("各单位要认真贯撤落实"), "，应当改正。"), tmp_path)
    assert [each.code for each in quoted.findings] == []
    assert quoted.suppressed >= 2  # the paragraph's and the table's
    bare = check(build("各单位要认真贯撤落实。"), tmp_path)
    assert [each.code for each in bare.findings] == ["WZ101"]


def test_a_quotation_without_a_fault_is_no_unused_excuse(tmp_path):
    assert [each.code for each in check(build("原文是", Quote("各单位要认真贯彻落实"), "。"), tmp_path).findings] == []


def test_the_text_is_complete_and_hostile_characters_do_no_harm():
    document = read_bytes(build("原文是", Quote("<w:t>&甲\x01\n乙\ud800"), "。"), "a.docx")
    assert "原文是<w:t>&甲 乙。" in document.text


def test_the_same_input_gives_the_same_bytes():
    assert build("请核对。") == build("请核对。")


def test_the_page_has_22_lines(tmp_path):
    document = read_bytes(build("请核对。"), "a.docx")
    section = document.sections[0]
    assert (round(section.width), round(section.height), round(section.top), round(section.left)) == (210, 297, 37, 28)
    assert [number.has_field for number in section.page_numbers] == [True, True]
