"""The command line, as a person meets it."""

from __future__ import annotations

import json
import os
import sys

import pytest

BAD = "各单位要认真贯撤落实。\n"
WARNING = "截止目前，工程已经完成。\n"
CLEAN = "各单位要认真贯彻落实。\n"


def write(path, text, encoding="utf-8"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def test_exit_codes(baguan, tmp_path):
    write(tmp_path / "好.txt", CLEAN)
    assert baguan("check", "好.txt").code == 0
    write(tmp_path / "坏.txt", BAD)
    assert baguan("check", "坏.txt").code == 1
    assert baguan("check", "--exit-zero", "坏.txt").code == 0
    assert baguan("check", "没有.txt").code == 2
    assert baguan("check", "--exit-zero", "没有.txt").code == 2
    write(tmp_path / "警告.txt", WARNING)
    assert baguan("check", "警告.txt").code == 0
    assert baguan("check", "--fail-on", "warning", "警告.txt").code == 1


@pytest.mark.parametrize("name", ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson"])
def test_exit_code_does_not_depend_on_the_format(baguan, tmp_path, name):
    write(tmp_path / "坏.txt", BAD)
    write(tmp_path / "好.txt", CLEAN)
    assert baguan("check", "--format", name, "坏.txt").code == 1
    assert baguan("check", "--format", name, "好.txt").code == 0
    assert baguan("check", "--format", name, "好.txt", "没有.txt").code == 2


def test_a_broken_file_does_not_stop_the_others(baguan, tmp_path):
    write(tmp_path / "坏.txt", BAD)
    (tmp_path / "破.docx").write_bytes(b"PK\x03\x04nonsense")
    result = baguan("check", "破.docx", "坏.txt", "没有.txt")
    assert result.code == 2
    for expected in ("破.docx：", "没有.txt：", "WZ101"):
        assert expected in result.out
    assert "Traceback" not in result.out + result.err


def test_caret_stands_under_the_word(baguan, tmp_path):
    write(tmp_path / "坏.txt", "abc要认真“贯撤”——不，是贯撤落实。\n")
    lines = baguan("check", "--select", "WZ101", "坏.txt").out.splitlines()
    index = next(i for i, line in enumerate(lines) if "│ abc" in line and "^" in lines[i + 1])
    from baguan.report.text import display_width

    source, caret = lines[index], lines[index + 1]
    found = [line for line in lines if line.startswith("坏.txt:1:")]
    column = int(found[0].split(":")[2])
    assert column in (8, 15)
    assert display_width(source[: source.index("│ ") + 2 + column - 1]) == caret.index("^")


def test_no_colour_unless_asked(baguan, tmp_path):
    write(tmp_path / "坏.txt", BAD)
    assert "\x1b[" not in baguan("check", "坏.txt").out
    assert "\x1b[" in baguan("check", "--color", "always", "坏.txt").out


def test_summary_shows_gates_rate_and_verdict(baguan, tmp_path):
    write(tmp_path / "坏.txt", BAD)
    out = baguan("check", "--as", "prose", "坏.txt").out
    for gate in ("行文关", "政策法规关", "文字关", "体例格式关", "文件处理关"):
        assert gate in out
    assert "文字关 未通过" in out
    assert "差错率：909.1／万字" in out
    assert "结论：修改后通过" in out


def test_standard_input(baguan):
    result = baguan("check", "-", "--stdin-filename", "稿.md", "--format", "json", stdin=f"# 标题\n\n{BAD}".encode())
    (finding,) = [f for f in json.loads(result.out)["findings"] if f["code"] == "WZ101"]
    assert (finding["path"], finding["line"], finding["column"]) == ("稿.md", 3, 7)
    assert baguan("check", "-", "a.txt").code == 2


def test_output_file_is_written_whole(baguan, tmp_path):
    write(tmp_path / "坏.txt", BAD)
    assert baguan("check", "坏.txt", "--format", "json", "--output", "报告.json").out == ""
    assert json.loads((tmp_path / "报告.json").read_text(encoding="utf-8"))["findings"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["坏.txt", "报告.json"]
    assert baguan("check", "坏.txt", "-o", "没有/报告.txt").code == 2


def test_statistics(baguan, tmp_path):
    write(tmp_path / "坏.txt", BAD * 3)
    out = baguan("check", "--select", "WZ101", "--statistics", "坏.txt").out
    assert out.startswith("3  WZ101 [错误]")


def test_explain_every_rule_and_unknown(baguan):
    out = baguan("explain", "WZ101").out
    assert "依据" in out
    assert "baguan_rules.wording" in out
    result = baguan("explain", "WZ1010")
    assert result.code == 2
    assert "是否想写“WZ101”" in result.err


def test_rules_as_json(baguan):
    listed = json.loads(baguan("rules", "--format", "json").out)
    assert len(listed) >= 40
    assert {rule["gate"] for rule in listed} == {"行文关", "政策法规关", "文字关", "体例格式关", "文件处理关"}


def test_config_show_and_init(baguan, tmp_path):
    assert "没有找到配置文件" in baguan("config", "show").out
    assert baguan("init").code == 0
    assert str(tmp_path / "baguan.toml") in baguan("config", "show").out
    assert baguan("init").code == 2
    assert baguan("init", "--force").code == 0
    assert json.loads(baguan("config", "show", "--format", "json").out)["active_rules"]


def test_what_config_show_prints_is_itself_a_configuration(baguan, tmp_path):
    shown = baguan("config", "show").out
    write(tmp_path / "baguan.toml", shown.replace('as = ""\n', ""))
    again = baguan("config", "show").out
    assert again.splitlines()[3:] == shown.splitlines()[3:]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(baguan, shell):
    assert "_BAGUAN_COMPLETE" in baguan("completion", shell).out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "是否想写“check”"),
        (["check", "--fromat", "json"], "没有选项“--fromat”"),
        (["check", "--format", "jsn"], "是否想写“json”"),
        (["check", "--select", "WZ1011"], "是否想写“WZ101”"),
        (["explain"], "缺少参数"),
        (["check", "--jobs", "-2"], "--jobs"),
        (["check", "--config", "没有.toml"], "没有.toml"),
    ],
)
def test_usage_errors_are_in_chinese_and_exit_2(baguan, tmp_path, arguments, message):
    write(tmp_path / "好.txt", CLEAN)
    result = baguan(*arguments)
    assert result.code == 2
    assert message in result.err
    assert "Traceback" not in result.err


def test_help_is_chinese(baguan):
    out = baguan("check", "--help").out
    assert "用法：" in out
    assert "Usage" not in out
    assert "显示帮助" in out


def test_parallel_gives_the_same_report_in_the_same_order(baguan, tmp_path):
    for number in range(12):
        write(tmp_path / f"稿{number:02}.txt", BAD * (number % 4) + CLEAN)
    one = baguan("check", "--format", "json", "--jobs", "1", "--no-cache").out
    assert baguan("check", "--format", "json", "--jobs", "3", "--no-cache").out == one
    paths = [entry["path"] for entry in json.loads(one)["files"]]
    assert paths == sorted(paths)
    assert len(paths) == 12


def test_cache_gives_the_same_report_and_notices_changes(baguan, tmp_path):
    path = write(tmp_path / "稿.txt", BAD)
    first = baguan("check", "--format", "json").out
    assert os.listdir(os.path.join(os.environ["BAGUAN_CACHE_DIR"], "results"))
    assert baguan("check", "--format", "json").out == first
    assert baguan("check", "--format", "json", "--ignore", "WZ101").out != first
    path.write_text(CLEAN, encoding="utf-8")
    assert baguan("check", "--format", "json").out != first


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_cache_is_private(baguan, tmp_path):
    write(tmp_path / "稿.txt", BAD)
    baguan("check")
    folder = os.path.join(os.environ["BAGUAN_CACHE_DIR"], "results")
    assert os.stat(folder).st_mode & 0o077 == 0
    assert all(os.stat(os.path.join(folder, name)).st_mode & 0o077 == 0 for name in os.listdir(folder))


def test_per_file_ignores(baguan, tmp_path):
    write(tmp_path / "草稿/a.txt", BAD)
    write(tmp_path / "baguan.toml", '[per-file-ignores]\n"草稿/*" = ["WZ101"]\n')
    assert baguan("check").code == 0


def test_documents_are_never_written(baguan, tmp_path):
    path = write(tmp_path / "坏.txt", BAD)
    before = path.stat().st_mtime_ns, path.read_bytes()
    baguan("check")
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX locales")
@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "gbk"}]
)
def test_any_locale_and_terminal_will_do(tmp_path, environment):
    """A redirected GBK terminal, or none at all that knows Chinese, crashes nothing."""
    import subprocess
    from pathlib import Path

    root = Path(__file__).resolve().parent.parent
    write(tmp_path / "坏.txt", BAD, "gb18030")
    paths = os.pathsep.join([str(root / "lint"), str(root / "rules")])
    for extra in ([], ["--format", "json"]):
        result = subprocess.run(
            [sys.executable, "-m", "baguan", "check", "坏.txt", *extra],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": paths, **environment},
            capture_output=True,
            check=False,
        )
        assert result.returncode == 1
        assert b"WZ101" in result.stdout
        assert b"Traceback" not in result.stderr
