"""The report as a workbook and as a Word document."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from lxml import etree

from baguan.record import FileReport, Report
from baguan.report import RenderOptions, render, render_bytes

ROOT = Path(__file__).resolve().parent.parent
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def written(baguan, tmp_path, monkeypatch):
    """Write the report of ``text`` in a format and give its bytes."""

    def write(text: str, name: str, *more: str) -> bytes:
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        assert baguan("check", "--exit-zero", "--format", name, "-o", "out", "a.txt", *more).code == 0
        return (tmp_path / "out").read_bytes()

    return write


def sheet(data: bytes, number: int = 1) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
        root = etree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    return [["".join(cell.itertext()) for cell in row.iter(f"{MAIN}c")] for row in root.iter(f"{MAIN}row")]


def test_a_row_for_every_finding(written) -> None:
    data = written("各单位要认真贯撤落实。\n为落实上级布署，制定方案。\n", "xlsx")
    head, first, second = sheet(data)
    assert head[:8] == ["序号", "文件", "位置", "级别", "关口", "编号", "原文", "问题"]
    assert first[:7] == ["1", "a.txt", "第1行第7列", "错误", "文字关", "WZ101", "贯撤"]
    assert second[8] == "“布署”改为“部署”（请核对）"
    assert sheet(data, 2)[1][3:6] == ["1", "1", "0"]
    assert data == written("各单位要认真贯撤落实。\n为落实上级布署，制定方案。\n", "xlsx")


def test_no_cell_is_a_formula_and_nothing_breaks_out(written) -> None:
    data = written("=1+2贯撤\n<x/>&贯撤\x1b_x0041_贯撤\n", "xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not list(root.iter(f"{MAIN}f"))
    assert {cell.get("t") for cell in root.iter(f"{MAIN}c")} == {None, "inlineStr"}
    rows = sheet(data)
    assert rows[1][10].startswith("=1+2贯撤")
    assert rows[2][10].startswith("<x/>&贯撤�_x005F_x0041_")


def test_the_workbook_opens_elsewhere(written) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(written("=1+2贯撤\n", "xlsx")))
    assert book.sheetnames == ["错情表", "文件汇总"]
    assert book["错情表"]["F2"].value == "WZ101"
    assert book["错情表"].auto_filter.ref == "A1:M2"
    assert book["错情表"].freeze_panes == "A2"


def test_a_file_that_could_not_be_read_is_on_the_second_sheet() -> None:
    report = Report((FileReport("坏.docx", errors=("已损坏",)),))
    data = render_bytes("xlsx", report, RenderOptions())
    assert len(sheet(data)) == 1
    assert sheet(data, 2)[1] == ["坏.docx", "", "0", "0", "0", "0", "0.0", "", "", "已损坏"]
    with pytest.raises(TypeError):
        render("xlsx", report, RenderOptions())


def test_the_word_report(written) -> None:
    word = python_docx.Document(io.BytesIO(written("各单位要认真贯撤落实\x1b。\n<x/>&布署\n", "docx-report")))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert text.startswith("校对报告\na.txt\n结论：")
    assert re.search("五个关口　行文关：.*文字关：未通过", text)
    assert "文字关（" in text
    cells = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert cells[0] == ["序号", "位置", "级别", "问题和建议", "依据"]
    found = next(row for row in cells if "WZ101" in row[3])
    assert found[1:3] == ["第1行第7列", "错误"]
    assert "建议：“贯撤”改为“贯彻”" in found[3]
    assert [row[0] for row in cells if row[0] != "序号"] == [
        str(n) for n in range(1, len(cells) - len(word.tables) + 1)
    ]


def test_a_binary_report_needs_a_file_or_a_pipe(baguan, tmp_path, monkeypatch) -> None:
    (tmp_path / "a.txt").write_text("贯撤\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    result = baguan("check", "--format", "xlsx", "a.txt")
    assert result.code == 2
    assert "-o" in result.err
