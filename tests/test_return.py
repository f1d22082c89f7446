"""``baguan return``: the 退文单, and the second reviewer who confirms or overrules each reason."""

from __future__ import annotations

import io
import json

import pytest

from baguan.ledger import open_ledger
from baguan.ledger.recording import LEDGER_NAME
from baguan.ledger.rows import ReasonEntry
from baguan.notice.content import NoticeError, decide
from baguan.notice.forms import _ranges
from baguan.readers import read_bytes

ALWAYS = ("0000-01-01", "9999-12-31")
BAD = """临水(2026)021号

临江市水利局关于解决农村饮水工程建设资金问题的请示报告

市人民政府：

为认真贯撤落实上级部署,我局计划实施农村饮水工程12处，恳请市政府解决资金缺口1200万元。

特此报告，请批示。

临江市水利局
2026年11月2日
"""
FAIR = """临水〔2026〕21号

临江市水利局关于开展水质检测的通知

各县（区）水利局：

各单位要认真贯彻落实上级部署，完成水质检测工作。

临江市水利局
2026年11月2日
"""
DAY = ("--date", "2026-11-20", "--resubmit", "2026-11-25")


@pytest.fixture
def case(tmp_path, baguan):
    """A bad and a fair document and the settings of an office; gives the command."""
    (tmp_path / "坏.txt").write_text(BAD, encoding="utf-8")
    (tmp_path / "好.txt").write_text(FAIR, encoding="utf-8")
    (tmp_path / "baguan.toml").write_text('[return]\noffice = "临江市人民政府办公室"\n', encoding="utf-8")
    return baguan


def returns(tmp_path):
    with open_ledger(str(tmp_path / LEDGER_NAME), create=False) as ledger:
        return [(row, ledger.reasons(row.id)) for row in ledger.returns(*ALWAYS)]


def checked_clean(case, name):
    for kind in ((), ("--as", "statutory")):
        result = case("check", "--no-cache", "--format", "json", *kind, name)
        assert json.loads(result.out)["findings"] == []
        assert result.code == 0


def test_two_reviewers_return_a_document(case, tmp_path):
    proposed = case("return", "坏.txt", "--by", "张三", *DAY, "--format", "json")
    assert proposed.code == 0
    notice = json.loads(proposed.out)
    assert notice["state"] == "pending"
    reasons = {reason["reason"]: reason for reason in notice["reasons"]}
    assert "《党政机关公文处理工作条例》第八条" in reasons["文种错误"]["clause"]
    assert {fault["code"] for fault in notice["faults"]} >= {"XW101", "TL101", "WZ101"}
    typo = next(fault for fault in notice["faults"] if fault["code"] == "WZ101")
    assert (typo["place"], typo["text"], typo["mend"]) == ("第7行", "贯撤", "“贯撤”改为“贯彻”")
    number = reasons["错别字、数据矛盾"]["position"]
    decided = case(
        "return", "坏.txt", "--second", "李四", "--confirm", "all", "--overrule", f"{number}=已当面改正", *DAY,
        "-o", "退文单.docx",
    )  # fmt: skip
    assert decided.code == 0
    ((row, kept),) = returns(tmp_path)
    assert (row.state, row.reviewer, row.second, row.resubmit) == ("returned", "张三", "李四", "2026-11-25")
    assert {reason.position: reason.decision for reason in kept} == {
        reason["position"]: "overruled" if reason["position"] == number else "confirmed" for reason in notice["reasons"]
    }
    assert next(reason for reason in kept if reason.position == number).comment == "已当面改正"
    data = (tmp_path / "退文单.docx").read_bytes()
    text = read_bytes(data, "退文单.docx").text
    for words in (
        "临江市人民政府办公室退文单", "临江市水利局：", "《临江市水利局关于解决农村饮水工程建设资金问题的请示报告》",
        "临水(2026)021号", "文种错误", "第八条", "于2026年11月25日前重新报送", "审核人：张三", "复核人：李四",
        "临江市人民政府办公室\n2026年11月20日",
    ):  # fmt: skip
        assert words in text
    assert "贯撤" not in text  # the overruled reason's faults are left out
    checked_clean(case, "退文单.docx")


def test_the_notice_shows_in_the_weekly_report(case, tmp_path):
    case("return", "坏.txt", "--by", "张三", *DAY)
    shown = json.loads(case("report", "--week", "2026-W47", "--format", "json").out)
    assert [(line["unit"], line["note"]) for line in shown["returned"]] == [("临江市水利局", "待复核")]


def test_a_proposal_as_word_says_that_it_waits(case, tmp_path):
    assert case("return", "坏.txt", "--by", "张三", *DAY, "-o", "待.docx").code == 0
    text = read_bytes((tmp_path / "待.docx").read_bytes(), "待.docx").text
    assert "退文单（待复核）" in text
    assert "贯撤" in text
    checked_clean(case, "待.docx")


def test_the_notice_as_word_has_the_table_of_faults(case, tmp_path):
    from docx import Document

    case("return", "坏.txt", "--by", "张三", *DAY, "-o", "待.docx")
    (table,) = Document(io.BytesIO((tmp_path / "待.docx").read_bytes())).tables
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "位置", "原文", "问题", "修改意见"]
    assert len(table.rows) >= 6


def test_all_reasons_overruled_is_no_return(case, tmp_path):
    notice = json.loads(case("return", "坏.txt", "--by", "张三", *DAY, "--format", "json").out)
    overrules = [word for reason in notice["reasons"] for word in ("--overrule", f"{reason['position']}=不成立")]
    result = case("return", "坏.txt", "--second", "李四", *overrules, "-o", "退文单.docx")
    assert result.code == 0
    assert "不予退文" in result.out
    assert not (tmp_path / "退文单.docx").exists()
    assert returns(tmp_path)[0][0].state == "withdrawn"


def test_who_and_what_may_decide(case, tmp_path):
    assert "没有待复核" in case("return", "坏.txt", "--second", "李四", "--confirm", "all").err
    case("return", "坏.txt", "--by", "张三", *DAY)
    assert "正待复核" in case("return", "坏.txt", "--by", "王五", *DAY).err
    assert "相同" in case("return", "坏.txt", "--second", "张三", "--confirm", "all").err
    assert "还缺第" in case("return", "坏.txt", "--second", "李四", "--confirm", "1").err
    (tmp_path / "坏.txt").write_text(BAD.replace("12处", "13处"), encoding="utf-8")
    changed = case("return", "坏.txt", "--second", "李四", "--confirm", "all")
    assert changed.code == 2
    assert "有改动" in changed.err
    assert case("return", "坏.txt", "--by", "张三", *DAY).code == 0  # proposed anew


def test_a_fair_document_is_not_returned_lightly(case, tmp_path):
    refused = case("return", "好.txt", "--by", "张三", *DAY)
    assert refused.code == 2
    assert "没有达到退文标准" in refused.err
    assert case("return", "好.txt", "--by", "张三", *DAY, "--force").code == 2  # and nothing speaks for it
    given = case(
        "return", "好.txt", "--by", "张三", *DAY, "--reason", "14", "--reason", "未附会议纪要", "-o", "单.docx"
    )
    assert given.code == 0
    text = read_bytes((tmp_path / "单.docx").read_bytes(), "单.docx").text
    assert "临期报送" in text
    assert "未附会议纪要" in text
    assert "具体问题" not in text
    assert "二、重新报送要求" in text
    checked_clean(case, "单.docx")


def test_one_step_where_the_office_wants_it(case, tmp_path):
    (tmp_path / "baguan.toml").write_text('[return]\ntwo-step = false\nsalutation = "贵单位"\n', encoding="utf-8")
    result = case("return", "坏.txt", "--by", "张三", "--to", "市水务集团", *DAY, "-o", "退文单.docx")
    assert result.code == 0
    row, _ = returns(tmp_path)[0]
    assert (row.state, row.unit) == ("returned", "市水务集团")
    text = read_bytes((tmp_path / "退文单.docx").read_bytes(), "退文单.docx").text
    assert "贵单位报送的" in text
    assert "市水务集团：" in text
    checked_clean(case, "退文单.docx")


@pytest.mark.parametrize(
    ("made", "resubmit"),
    [
        ("2026-11-20", "2026-11-25"),  # Friday: Monday, Tuesday, Wednesday
        ("2026-09-29", "2026-10-09"),  # over the National Day holiday: 30 September, 8 and 9 October
    ],
)
def test_the_date_to_resubmit_counts_working_days(case, made, resubmit):
    pytest.importorskip("chinese_calendar")
    result = case("return", "坏.txt", "--by", "张三", "--date", made, "--format", "json")
    assert json.loads(result.out)["resubmit"] == resubmit


def test_an_unknown_calendar_asks_for_the_date(case):
    result = case("return", "坏.txt", "--by", "张三", "--date", "2060-11-20")
    assert result.code == 2
    assert "--resubmit" in result.err
    early = case("return", "坏.txt", "--by", "张三", "--date", "2026-11-20", "--resubmit", "2026-11-19")
    assert "早于" in early.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--by"),
        (("--by", "甲", "--second", "乙"), "--by"),
        (("--by", "甲", "--confirm", "1"), "--second"),
        (("--by", "甲", "--reason", "99", *DAY), "没有第99项"),
        (("--by", "甲", "--format", "docx", *DAY), "-o"),
    ],
)
def test_wrong_arguments(case, arguments, said):
    result = case("return", "坏.txt", *arguments)
    assert result.code == 2
    assert said in result.err


REASONS = [ReasonEntry(1, "甲", "", "WZ101"), ReasonEntry(2, "乙", "", "XW101")]


def test_decisions():
    decided = decide(REASONS, ["1"], ["2=不属实"])
    assert [(reason.decision, reason.comment) for reason in decided] == [("confirmed", ""), ("overruled", "不属实")]
    assert [reason.decision for reason in decide(REASONS, ["all"], ["1=误报"])] == ["overruled", "confirmed"]


@pytest.mark.parametrize(
    ("confirm", "overrule", "said"),
    [
        (["1"], [], "还缺第2条"),
        (["1", "2", "3"], [], "没有第3条"),
        (["1", "2"], ["2=误报"], "两个结论"),
        (["1"], ["2"], "序号=理由"),
        (["1"], ["2= "], "序号=理由"),
    ],
)
def test_wrong_decisions(confirm, overrule, said):
    with pytest.raises(NoticeError, match=said):
        decide(REASONS, confirm, overrule)


def test_numbers_are_shortened():
    assert _ranges(["1", "2", "3", "5", "7", "8"]) == "1至3、5、7、8"
