"""The lexicon linter, and every lexicon that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from baguan.lexicon import LEXICON_COLUMNS
from baguan.lexicon_lint import lint_file, lint_text, main

RULES = Path(__file__).parents[1] / "rules"
HEADER = "\t".join(LEXICON_COLUMNS)
LEXICONS = sorted(path for path in RULES.rglob("*.tsv") if path.read_text(encoding="utf-8").split("\n", 1)[0] == HEADER)


def lexicon(*rows: str) -> str:
    """A lexicon of rows written with ``|`` for the tab and without trailing empty cells."""
    cells = [row.split("|") for row in rows]
    return "\n".join([HEADER, *("\t".join(row + [""] * (7 - len(row))) for row in cells), ""])


def test_there_are_lexicons() -> None:
    assert {"misspellings.tsv", "confusables.tsv"} <= {path.name for path in LEXICONS}


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.name)
def test_shipped_lexicon_is_clean(path: Path) -> None:
    assert lint_file(path) == []


def test_a_clean_lexicon_has_no_problems() -> None:
    text = lexicon("布署|部署|G|发公", "截止|截至|W|||@(?=目前)", "答覆|答复|V", "贯撤|贯彻|S")
    assert [problem.message for problem in lint_text(text)] == []


@pytest.mark.parametrize(
    ("rows", "line", "part"),
    [
        (["贯撤|贯撤|S"], 2, "改成了自己"),
        (["贯撤|贯彻|S", "贯撤|贯彻|S"], 3, "重复"),
        (["签暑|签署|S", "贯撤|贯彻|S"], 0, ""),
        (["贯撤|贯彻|S", "布署|部署|G"], 3, "排在"),
        (["贯撤|贯彻|S|习"], 2, "不能再有守卫字"),
        (["贯撤|贯彻|X"], 2, "无效"),
        (["贯撤|贯彻|"], 2, "无效"),
        (["贯撤|贯彻|SG"], 2, "无效"),
        (["截止|截至|W"], 2, "必须写语境"),
        (["截止|截至|G|||@目前"], 2, "只有标记 W"),
        (["截止|截至|W|||目前"], 2, "恰好有一个"),
        (["截止|截至|W|||@目前|@现在"], 0, ""),
        (["截止|截至|W|||@(?=目前"], 2, "正则表达式"),
        (["贯 撤|贯彻|S"], 2, "空白"),
        (["贯撤|贯　彻|S"], 2, "空白"),
        (["贯撤||S"], 2, "note"),
        (["布署|部署|G|发公发"], 2, "重复的字"),
        (["署|暑|S"], 2, "单字"),
        (["|贯彻|S"], 2, "不能为空"),
    ],
)
def test_what_is_wrong_is_found_on_its_line(rows: list[str], line: int, part: str) -> None:
    problems = lint_text(lexicon(*rows))
    if not line:
        assert problems == []
    else:
        assert [(problem.line, part in problem.message) for problem in problems] == [(line, True)]


def test_a_correction_that_is_flagged_again_is_a_loop() -> None:
    assert [p.line for p in lint_text(lexicon("帐户|账户|S", "账户|帐户|S"))] == [2, 3]
    assert [p.line for p in lint_text(lexicon("按装|安装调式|G", "调式|调试|S"))] == [2]


def test_a_guard_or_a_context_that_keeps_the_correction_quiet_is_no_loop() -> None:
    assert lint_text(lexicon("按装|安装调式|G", "调式|调试|G|装")) == []
    assert lint_text(lexicon("截止|截至|W|||@(?=目前)", "截至|截止|W|||@(?=日期)")) == []


def test_a_longer_row_that_a_shorter_one_covers_is_found() -> None:
    (problem,) = lint_text(lexicon("膨涨|膨胀|S", "通货膨涨|通货膨胀|S"))
    assert (problem.line, "多余" in problem.message) == (3, True)
    (problem,) = lint_text(lexicon("膨涨|膨胀|S", "通货膨涨|通货涨价|S"))
    assert (problem.line, "矛盾" in problem.message) == (3, True)
    assert lint_text(lexicon("膨涨|膨胀|G|通", "通货膨涨|通货膨胀|S")) == []


def test_wrong_header_and_wrong_width() -> None:
    assert [p.line for p in lint_text("wrong\tright\n")] == [1]
    assert [p.line for p in lint_text("")] == [1]
    assert [p.line for p in lint_text(HEADER + "\n贯撤\t贯彻\n")] == [2]


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.tsv", tmp_path / "bad.tsv"
    good.write_text(lexicon("贯撤|贯彻|S"), encoding="utf-8")
    bad.write_text(lexicon("贯撤|贯撤|S"), encoding="utf-8")
    assert main([str(good)]) == 0
    assert capsys.readouterr().out == ""
    assert main([str(good), str(bad)]) == 1
    assert capsys.readouterr().out == f"{bad}:2: “贯撤”改成了自己\n"
    assert main([]) == 2
    assert main([str(tmp_path / "none.tsv")]) == 2
