"""The baseline: known faults stay quiet, new ones do not, mended ones are reported as stale."""

from __future__ import annotations

import json

BAD = "各单位要认真贯撤落实。\n"


def test_create_then_check_then_mend_then_prune(baguan, tmp_path):
    path = tmp_path / "稿.txt"
    path.write_text(BAD, encoding="utf-8")
    assert baguan("check").code == 1
    assert baguan("baseline", "create").code == 0
    result = baguan("check")
    assert result.code == 0
    assert "1 处在基线中" in result.out

    path.write_text("新的一段。\n\n" + BAD, encoding="utf-8")
    assert baguan("check").code == 0, "上下移动不影响基线"
    path.write_text(BAD + "务必屡职尽责。\n", encoding="utf-8")
    assert baguan("check").code == 1, "新问题要报"
    assert baguan("check", "--no-baseline", "--format", "json").out.count('"code": "WZ101"') == 2

    path.write_text("各单位要认真贯彻落实。\n", encoding="utf-8")
    result = baguan("check")
    assert result.code == 0
    assert "1 条已不再出现" in result.out
    stale = json.loads(baguan("check", "--format", "json").out)["stale_baseline"]
    assert len(stale) == 1
    assert stale[0].startswith("稿.txt:WZ101:")
    assert baguan("baseline", "prune").code == 0
    assert json.loads((tmp_path / ".baguan-baseline.json").read_text(encoding="utf-8"))["entries"] == []


def test_the_same_fault_twice_in_one_sentence_is_two_entries(baguan, tmp_path):
    (tmp_path / "稿.txt").write_text("贯撤再贯撤\n", encoding="utf-8")
    baguan("baseline", "create")
    assert len(json.loads((tmp_path / ".baguan-baseline.json").read_text(encoding="utf-8"))["entries"]) == 2


def test_update_takes_new_ones_and_prune_does_not(baguan, tmp_path):
    path = tmp_path / "稿.txt"
    path.write_text(BAD, encoding="utf-8")
    baguan("baseline", "create")
    path.write_text(BAD + "务必屡职尽责。\n", encoding="utf-8")
    baguan("baseline", "prune")
    assert baguan("check").code == 1
    baguan("baseline", "update")
    assert baguan("check").code == 0


def test_create_does_not_overwrite(baguan, tmp_path):
    (tmp_path / "稿.txt").write_text(BAD, encoding="utf-8")
    baguan("baseline", "create")
    assert baguan("baseline", "create").code == 2
    assert baguan("baseline", "create", "--force").code == 0


def test_a_file_that_is_no_baseline_is_a_clear_error(baguan, tmp_path):
    (tmp_path / "稿.txt").write_text(BAD, encoding="utf-8")
    (tmp_path / ".baguan-baseline.json").write_text("[1, 2", encoding="utf-8")
    result = baguan("check")
    assert result.code == 2
    assert "不是基线文件" in result.err
    assert baguan("check", "--baseline", "没有.json").code == 2


def test_baseline_from_another_folder(baguan, tmp_path, monkeypatch):
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲/稿.txt").write_text(BAD, encoding="utf-8")
    baguan("baseline", "create", "甲")
    monkeypatch.chdir(tmp_path / "甲")
    assert baguan("check", "--baseline", "../.baguan-baseline.json").code == 0
