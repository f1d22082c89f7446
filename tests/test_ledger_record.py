"""``baguan check --record``: what goes into the ledger and what does not."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from baguan.config import load_settings
from baguan.ledger import open_ledger
from baguan.ledger.recording import LEDGER_NAME, content_hash
from baguan.readers import read_bytes

ALWAYS = ("0000-01-01", "9999-12-31")
NOTICE = """临水〔2026〕21号

临江市水利局关于开展水质检测的通知

各县（区）水利局：

各单位要认真贯撤落实上级部署，完成水质检测工作。

临江市水利局
2026年3月20日
"""


def rows(folder: Path):
    with open_ledger(str(folder / LEDGER_NAME), create=False) as ledger:
        return ledger.runs(*ALWAYS), ledger.findings(*ALWAYS)


def test_a_run_is_recorded(baguan, tmp_path):
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    result = baguan("check", "--record", "--no-cache", "通知.txt")
    assert result.code == 1
    (run,), findings = rows(tmp_path)
    assert (run.document, run.unit, run.number) == ("通知.txt", "临江市水利局", "临水〔2026〕21号")
    assert run.title == "临江市水利局关于开展水质检测的通知"
    assert (run.kind, run.genre, run.errors, run.verdict) == ("statutory", "通知", 1, "修改后通过")
    assert run.findings == len(findings) == run.errors + run.warnings + run.infos
    assert run.characters > 50
    assert json.loads(run.gates)["文字关"] == "failed"
    (finding,) = [row for _, row in findings if row.code == "WZ101"]
    assert "贯撤" in finding.excerpt
    assert finding.suggestion


@pytest.mark.parametrize(
    ("signature", "unit"),
    [("临江市水利局", "临江市水利局"), ("市长周明远", ""), ("县委办公室主任办公会", "县委办公室主任办公会")],
)
def test_a_person_is_no_unit(baguan, tmp_path, signature, unit):
    text = NOTICE.replace("\n临江市水利局\n", f"\n{signature}\n")
    (tmp_path / "通知.txt").write_text(text, encoding="utf-8")
    baguan("check", "--record", "通知.txt")
    assert rows(tmp_path)[0][0].unit == unit


def test_the_drafter_comes_from_the_metadata(baguan, tmp_path):
    (tmp_path / "通知.md").write_text("---\n起草人: 王立\n---\n" + NOTICE, encoding="utf-8")
    baguan("check", "--record", "通知.md")
    assert rows(tmp_path)[0][0].drafter == "王立"


def test_nothing_is_recorded_unasked(baguan, tmp_path):
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    baguan("check", "通知.txt")
    assert not (tmp_path / LEDGER_NAME).exists()


def test_the_configuration_may_ask(baguan, tmp_path):
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "baguan.toml").write_text(
        '[ledger]\nrecord = true\nurl = "台账.db"\nunit = "办公室"\n'
        '[[ledger.units]]\npath = "水质/*"\nunit = "水质科"\ndrafter = "王立"\n',
        encoding="utf-8",
    )
    (tmp_path / "水质").mkdir()
    (tmp_path / "水质/甲.txt").write_text(NOTICE, encoding="utf-8")
    baguan("check", ".")
    baguan("check", "--no-record", ".")
    with open_ledger(str(tmp_path / "台账.db"), create=False) as ledger:
        found = {run.document: (run.unit, run.drafter) for run in ledger.runs(*ALWAYS)}
        assert ledger.size()[0] == 2
    assert found == {"水质/甲.txt": ("水质科", "王立"), "通知.txt": ("办公室", "")}


def test_excerpts_can_be_switched_off(baguan, tmp_path):
    secret = NOTICE.replace("完成水质检测工作", "完成甲乙丙丁检测工作")
    (tmp_path / "通知.txt").write_text(secret, encoding="utf-8")
    (tmp_path / "baguan.toml").write_text("[ledger]\nexcerpts = false\n", encoding="utf-8")
    baguan("check", "--record", "通知.txt")
    _, findings = rows(tmp_path)
    assert findings
    data = (tmp_path / LEDGER_NAME).read_bytes()
    for word in ("贯撤", "贯彻", "甲乙丙丁", "各单位要认真"):
        assert word.encode() not in data


def test_the_text_is_never_stored(baguan, tmp_path):
    long = NOTICE.replace("完成水质检测工作。", "完成水质检测工作。" + "请各单位按时报送材料，" * 30 + "并做好总结。")
    (tmp_path / "通知.txt").write_text(long, encoding="utf-8")
    baguan("check", "--record", "通知.txt")
    with closing(sqlite3.connect(tmp_path / LEDGER_NAME)) as database, database:
        longest = database.execute("SELECT max(length(excerpt)) FROM baguan_findings").fetchone()[0]
    database.close()
    assert longest <= 90


def test_what_cannot_be_read_is_left_out(baguan, tmp_path):
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    assert baguan("check", "--record", ".").code == 2
    assert [run.document for run in rows(tmp_path)[0]] == ["通知.txt"]


def test_standard_input_is_recorded(baguan, tmp_path):
    baguan("check", "--record", "--stdin-filename", "送审稿.txt", "-", stdin=NOTICE.encode())
    (run,), _ = rows(tmp_path)
    assert (run.document, run.errors) == ("送审稿.txt", 1)


def test_a_ledger_that_fails_is_told_and_the_report_is_printed(baguan, tmp_path):
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / LEDGER_NAME).write_bytes(b"not a database at all, but long enough to be looked at" * 30)
    result = baguan("check", "--record", "通知.txt")
    assert result.code == 2
    assert "没有记入台账" in result.err
    assert "WZ101" in result.out


def test_the_ledger_command(baguan, tmp_path):
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    assert baguan("ledger", "status").code == 2  # there is none yet, and looking makes none
    baguan("check", "--record", "通知.txt")
    shown = baguan("ledger", "status")
    assert shown.code == 0
    assert "检查记录：1条" in shown.out
    assert "核对：完整" in shown.out
    assert "通知.txt" in baguan("ledger", "list").out
    listed = json.loads(baguan("ledger", "list", "--format", "json").out)
    assert listed[0]["document"] == "通知.txt"
    with closing(sqlite3.connect(tmp_path / LEDGER_NAME)) as database, database:
        database.execute("DELETE FROM baguan_findings WHERE position = 0")
    database.close()
    meddled = baguan("ledger", "status")
    assert meddled.code == 2
    assert "不完整" in meddled.out


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[ledger]\nrecrd = true", "recrd"),
        ('[ledger]\nexcerpts = "no"', "true 或 false"),
        ('[[ledger.units]]\nunit = "甲"', "path"),
        ('[report]\nformula = "import os"', "公式"),
        ('[report]\nformula = "__import__(1)"', "公式"),
        ('[report]\nformula = "100 - 差错"', "差错"),
        ('[report]\ncounting = "some"', "counting"),
        ("[return]\nresubmit-days = -1", "resubmit-days"),
        ('[review]\nstages = [{ name = "甲" }, { name = "甲" }]', "重复"),
        ('[review]\nstages = [{ name = "甲", gates = ["五关"] }]', "五关"),
        ('[review]\nstages = [{ name = "甲", differs = ["乙"] }]', "乙"),
    ],
)
def test_a_wrong_setting_names_its_line(tmp_path, table, said):
    from baguan.errors import ConfigError

    (tmp_path / "baguan.toml").write_text(table + "\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as caught:
        load_settings(tmp_path)
    assert "baguan.toml:1" in str(caught.value)


def test_office_settings_change_no_cached_result(tmp_path):
    from baguan.runner import FileChecker

    plain = FileChecker(load_settings(tmp_path, isolated=True))
    (tmp_path / "baguan.toml").write_text("[ledger]\nrecord = true\n", encoding="utf-8")
    assert FileChecker(load_settings(tmp_path))._settings_key == plain._settings_key


def hash_of(text: str) -> str:
    return content_hash(read_bytes(text.encode(), "a.txt"))


def test_the_hash_sees_the_words_and_not_the_formalities():
    original = hash_of(NOTICE)
    assert hash_of(NOTICE.replace("21号", "22号")) == original
    assert hash_of(NOTICE.replace("2026年3月20日", "2026年3月25日")) == original
    assert hash_of(NOTICE.replace("\n\n", "\n")) == original
    assert hash_of(NOTICE.replace("各单位要", "各单位　要")) == original
    assert hash_of(NOTICE.replace("完成水质", "完成水量")) != original
    assert hash_of(NOTICE.replace("各县（区）水利局", "各县水利局")) != original


@pytest.mark.skipif(os.name == "nt", reason="没有 SIGKILL")
def test_a_killed_check_leaves_a_whole_ledger(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(NOTICE, encoding="utf-8")
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "lint"), str(root / "rules")])}
    finished = 0
    for delay in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 5):
        command = [sys.executable, "-m", "baguan", "check", "--record", "--exit-zero", "--no-cache", "-j", "1", "."]
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE)
        try:
            process.communicate(timeout=delay)
            finished += process.returncode == 0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        time.sleep(0)
    assert finished
    with open_ledger(str(tmp_path / LEDGER_NAME), create=False) as ledger:
        runs = ledger.size()[0]
        assert ledger.incomplete() == []
    assert runs % 6 == 0
    assert runs >= 6 * finished
