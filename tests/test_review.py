"""The stages of review: who passed what on which text."""

from __future__ import annotations

import json

import pytest

from baguan.ledger.rows import ReviewRow
from baguan.office import DEFAULT_STAGES, Stage
from baguan.review import advice, complete, obstacles, states

NOTICE = """临水〔2026〕21号

临江市水利局关于开展水质检测的通知

各县（区）水利局：

各单位要认真贯彻落实上级部署，完成水质检测工作。

临江市水利局
2026年3月20日
"""
STAGES = (Stage("初核"), Stage("复核", differs=("初核",), reviewers=("乙", "丙")), Stage("签发", final=True))


def row(stage: str, reviewer: str, text: str, decision: str = "pass", number: int = 0) -> ReviewRow:
    return ReviewRow(
        f"{number}", f"2026-11-{number + 1:02}T00", "a.txt", text, stage, decision, reviewer, "", 0, 0, "0"
    )


def names(found):
    return [each.state for each in found]


def test_a_new_text_waits():
    found = states(STAGES, [], "h")
    assert names(found) == ["waiting"] * 3
    assert advice(found) == "下一环节：初核"


def test_passed_on_this_text():
    rows = [row("初核", "甲", "h"), row("复核", "乙", "h"), row("签发", "丁", "h")]
    found = states(STAGES, rows, "h")
    assert complete(found)


def test_a_change_after_the_signature_asks_for_a_new_review():
    rows = [row("初核", "甲", "h"), row("复核", "乙", "h"), row("签发", "丁", "h", number=4)]
    found = states(STAGES, rows, "h2")
    assert names(found) == ["changed"] * 3
    assert "签发（丁，2026-11-05）之后有改动" in advice(found)
    assert "从“初核”起" in advice(found)
    again = [*rows, row("初核", "甲", "h2", number=5)]
    assert names(states(STAGES, again, "h2")) == ["passed", "changed", "changed"]
    assert "从“复核”起" in advice(states(STAGES, again, "h2"))


def test_going_back_to_the_signed_text_needs_no_new_review():
    rows = [row("初核", "甲", "h"), row("复核", "乙", "h"), row("签发", "丁", "h"), row("初核", "甲", "h2")]
    assert complete(states(STAGES, rows, "h"))


def test_a_rejection_holds_for_its_text_only():
    rows = [row("初核", "甲", "h"), row("复核", "乙", "h", "reject")]
    assert names(states(STAGES, rows, "h")) == ["passed", "rejected", "waiting"]
    assert names(states(STAGES, rows, "h2")) == ["changed", "waiting", "waiting"]
    later = [*rows, row("复核", "乙", "h")]
    assert names(states(STAGES, later, "h")) == ["passed", "passed", "waiting"]


def test_what_stands_in_the_way():
    found = states(STAGES, [row("初核", "乙", "h")], "h")
    assert obstacles(found, STAGES[1], "丙") == []
    assert "同一人" in obstacles(found, STAGES[1], "乙")[0]
    assert "不在其中" in obstacles(found, STAGES[1], "丁")[0]
    assert "复核" in obstacles(found, STAGES[2], "丁")[0]


def test_the_usual_stages_are_those_of_the_regulation():
    assert [stage.name for stage in DEFAULT_STAGES] == ["起草", "审核", "签发"]
    assert [stage.final for stage in DEFAULT_STAGES] == [False, False, True]


@pytest.fixture
def notice(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def test_from_draft_to_signature_and_back(baguan, notice):
    assert baguan("review", "status", "通知.txt").code == 1
    early = baguan("review", "pass", "通知.txt", "--stage", "签发", "--by", "赵六")
    assert early.code == 1
    assert "前面的环节“起草”待审" in early.out
    for stage, who in (("起草", "张三"), ("审核", "李四"), ("签发", "赵六")):
        assert baguan("review", "pass", "通知.txt", "--stage", stage, "--by", who).code == 0
    done = baguan("review", "status", "通知.txt")
    assert done.code == 0
    assert "各环节都已通过" in done.out
    notice.write_text(NOTICE.replace("21号", "25号"), encoding="utf-8")
    assert baguan("review", "status", "通知.txt").code == 0  # a number is filled in after the signature
    notice.write_text(NOTICE.replace("水质检测工作", "水量检测工作"), encoding="utf-8")
    changed = baguan("review", "status", "通知.txt")
    assert changed.code == 1
    assert "须从“起草”起重新审核，并报赵六复审" in changed.out
    shown = json.loads(baguan("review", "status", "通知.txt", "--format", "json").out)
    assert [stage["state"] for stage in shown["stages"]] == ["changed"] * 3
    assert shown["complete"] is False


def test_a_gate_with_errors_stops_the_text(baguan, notice):
    notice.write_text(NOTICE.replace("贯彻", "贯撤"), encoding="utf-8")
    assert baguan("review", "pass", "通知.txt", "--stage", "起草", "--by", "张三").code == 0
    stopped = baguan("review", "pass", "通知.txt", "--stage", "审核", "--by", "李四")
    assert stopped.code == 1
    assert "WZ101" in stopped.out
    assert "WZ101" in baguan("review", "status", "通知.txt").out
    forced = baguan("review", "pass", "通知.txt", "--stage", "审核", "--by", "李四", "--override", "引用原文")
    assert forced.code == 0
    shown = json.loads(baguan("review", "status", "通知.txt", "--format", "json").out)
    assert shown["stages"][1]["decision"] == "override"
    assert shown["stages"][1]["comment"] == "引用原文"


def test_a_unit_lays_down_its_own_stages(baguan, notice, tmp_path):
    (tmp_path / "baguan.toml").write_text(
        '[[review.stages]]\nname = "科室自核"\ngates = ["文字关"]\n'
        '[[review.stages]]\nname = "办公室初审"\ngates = ["行文关", "体例格式关"]\nblocks = "warning"\n'
        'reviewers = ["李四"]\ndiffers = ["科室自核"]\n'
        '[[review.stages]]\nname = "局长签发"\nfinal = true\n',
        encoding="utf-8",
    )
    assert "3. 局长签发" in baguan("review", "stages").out
    assert baguan("review", "pass", "通知.txt", "--stage", "科室自核", "--by", "李四").code == 0
    same = baguan("review", "pass", "通知.txt", "--stage", "办公室初审", "--by", "李四")
    assert same.code == 1
    assert "同一人" in same.out
    wrong = baguan("review", "pass", "通知.txt", "--stage", "办公室初核", "--by", "李四")
    assert wrong.code == 2
    assert "办公室初审" in wrong.err


def test_a_rejection_is_kept(baguan, notice):
    baguan("review", "pass", "通知.txt", "--stage", "起草", "--by", "张三")
    assert baguan("review", "reject", "通知.txt", "--stage", "审核", "--by", "李四", "--reason", "依据不足").code == 0
    shown = json.loads(baguan("review", "status", "通知.txt", "--format", "json").out)
    assert shown["stages"][1]["state"] == "rejected"
    assert shown["stages"][1]["comment"] == "依据不足"


def test_a_file_that_cannot_be_read(baguan, tmp_path):
    result = baguan("review", "status", "无.txt")
    assert result.code == 2
    assert "无.txt" in result.err
