"""Registers in .xlsx: dates, formulas, merged cells, sheets, bad files; the marked copy."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from baguan.entry import Practice
from baguan.register import check_register
from baguan.register.workbook import letters, read_workbook
from baguan.registry import load_rules

openpyxl = pytest.importorskip("openpyxl")

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures/register"
RULES = load_rules()
NOW = dt.datetime(2026, 10, 12)
HEAD = ["收文编号", "来文单位", "标题", "紧急程度", "收文时间", "办结时间"]
RECEIVED = dt.datetime(2026, 9, 30, 9)


def workbook(rows, edit=None):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if edit is not None:
        edit(book, sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def found(data, **more):
    report = check_register(data, "登记.xlsx", Practice(now=NOW), RULES, **more)
    assert report.errors == ()
    return [(f.row, f.column, f.cell, f.code) for f in report.findings]


def test_dates_are_dates_whatever_they_look_like():
    def edit(book, sheet):
        sheet["E2"].number_format = "yyyy年m月d日"
        sheet["E3"].number_format = "[$-804]m/d h:mm"
        sheet["F3"].number_format = "General"

    rows = [HEAD, [1, "甲", "通知", "", RECEIVED, dt.date(2026, 10, 9)], [2, "甲", "函", "", RECEIVED, RECEIVED]]
    assert found(workbook(rows, edit)) == [(2, "办结时间", "F3", "CL203")], (
        "a number is no date until it is shown as one"
    )


def test_the_day_count_from_1904():
    def edit(book, sheet):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    data = workbook([HEAD, [1, "甲", "通知", "", RECEIVED, dt.datetime(2026, 10, 10, 9)]], edit)
    cells = [[cell.text for cell in row.cells] for row in read_workbook(data)[0].rows]
    assert cells[1] == ["1", "甲", "通知", "", "2026-09-30 09:00", "2026-10-10 09:00"]


def test_row_is_counted_from_the_header_and_the_cell_is_named():
    rows = [
        ["青溪县收文登记簿"],
        [],
        HEAD,
        [1, "甲", "通知", "", RECEIVED, RECEIVED],
        [],
        [2, "", "函", "", RECEIVED, RECEIVED],
    ]
    assert found(workbook(rows)) == [(3, "来文单位", "B6", "CL201")]


def test_merged_cells_are_named_and_their_rows_checked():
    rows = [
        HEAD,
        [1, "县水利局", "通知甲", "普通件", RECEIVED, RECEIVED],
        [2, None, "通知乙", "普通件", RECEIVED, dt.datetime(2026, 10, 12, 9)],
        [3, "县财政局", "通知丙", None, None, RECEIVED],
    ]

    def edit(book, sheet):
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("C4:E4")

    result = found(workbook(rows, edit))
    assert result == [
        (1, "来文单位", "B2", "CL206"),
        (2, "办结时间", "F3", "CL231"),
        (3, "标题", "C4", "CL206"),
    ], "what a merge took away is not called missing"


def test_formulas_with_and_without_a_result():
    data = workbook([HEAD, [1, "甲", "通知", "", RECEIVED, "=E2+1"], [2, "甲", "函", "", RECEIVED, "=E3+12"]])
    assert found(data) == [(1, "办结时间", "F2", "CL205"), (2, "办结时间", "F3", "CL205")]
    computed = rewrite(data, b"<f>E3+12</f><v/>", b"<f>E3+12</f><v>46307.5</v>")
    computed = rewrite(computed, b"<f>E3+12</f><v></v>", b"<f>E3+12</f><v>46307.5</v>")
    report = check_register(computed, "登记.xlsx", Practice(now=NOW), RULES)
    told = {(f.row, f.code): f.message for f in report.findings}
    assert "=E3+12" in told[2, "CL205"]
    assert (2, "CL203") in told, "its result is a number, not shown as a date"


def rewrite(data, old, new, part="xl/worksheets/sheet1.xml"):
    source = zipfile.ZipFile(io.BytesIO(data))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, content.replace(old, new) if name == part else content)
    return target.getvalue()


def test_every_sheet_with_a_header_and_none_that_is_hidden():
    def edit(book, sheet):
        sheet.title = "九月"
        other = book.create_sheet("十月")
        other.append(HEAD)
        other.append([1, "", "通知", "", RECEIVED, RECEIVED])
        book.create_sheet("说明").append(["本表由办公室填写"])
        hidden = book.create_sheet("旧")
        hidden.append(HEAD)
        hidden.append([1, "", "通知", "", RECEIVED, RECEIVED])
        hidden.sheet_state = "hidden"

    data = workbook([HEAD, [1, "甲", "通知", "", RECEIVED, dt.date(2026, 9, 29)]], edit)
    report = check_register(data, "登记.xlsx", Practice(now=NOW), RULES)
    assert [(f.sheet, f.row, f.code) for f in report.findings] == [("九月", 1, "CL221"), ("十月", 1, "CL201")]
    assert [(sheet.name, sheet.rows) for sheet in report.sheets] == [("九月", 1), ("十月", 1)]
    assert [row[3] for row in found(data, sheet="十月")] == ["CL201"]
    refused = check_register(data, "登记.xlsx", Practice(now=NOW), RULES, sheet="八月")
    assert "没有工作表“八月”" in refused.errors[0]


def bad_files():
    good = workbook([HEAD, [1, "甲", "通知", "", RECEIVED, RECEIVED]])
    return {
        "空": (b"", "文件是空的"),
        "不是压缩包": (b"abc", "不是 .xlsx"),
        "半个": (good[: len(good) // 2], "压缩包已损坏"),
        "旧版": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls 格式不能读取"),
        "加密": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100) + "EncryptedPackage".encode("utf-16-le"),
            "已加密",
        ),
        "实体": (rewrite(good, b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet"), "实体"),
        "坏的 XML": (rewrite(good, b"</sheetData>", b"</sheetDat>"), "不是合法的 XML"),
        "没有表头": (workbook([["甲", "乙"], [1, 2]]), "找不到表头"),
        "别的文档": (rewrite(good, b"", b"", part="").replace(b"xl/workbook", b"yl/workbook"), "不是 .xlsx"),
    }


@pytest.mark.parametrize("name", bad_files())
def test_a_bad_file_is_told_apart(name):
    data, told = bad_files()[name]
    report = check_register(data, "登记.xlsx", Practice(now=NOW), RULES)
    assert len(report.errors) == 1
    assert told in report.errors[0]
    assert not report.findings


@pytest.mark.parametrize(("number", "text"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_letters(number, text):
    assert letters(number) == text


def test_the_same_findings_as_the_csv():
    text = (FIXTURES / "收文登记.csv").read_text(encoding="utf-8")
    data = workbook([line.split(",") for line in text.splitlines()])
    csv = check_register(text.encode(), "登记.csv", Practice(now=NOW), RULES)
    book = check_register(data, "登记.xlsx", Practice(now=NOW), RULES)
    assert [(f.row, f.column, f.code, f.line) for f in book.findings] == [
        (f.row, f.column, f.code, f.line) for f in csv.findings
    ]
    assert [f.fingerprint for f in book.findings] == [f.fingerprint for f in csv.findings]


def test_the_marked_copy_of_a_workbook(baguan, tmp_path):
    def edit(book, sheet):
        sheet.title = "收文"
        sheet.column_dimensions["C"].width = 44
        sheet["C3"].comment = openpyxl.comments.Comment("已电话核实", "李芳")
        sheet.merge_cells("B2:B3")
        book.create_sheet("附表")["A1"] = "=1+1"

    rows = [
        HEAD,
        [1, "甲", "通知", "特急", RECEIVED, dt.datetime(2026, 10, 8, 9)],
        [2, "", "函", "火速", RECEIVED, "没空"],
    ]
    (tmp_path / "a.xlsx").write_bytes(workbook(rows, edit))
    before = (tmp_path / "a.xlsx").read_bytes()
    result = baguan("register", "a.xlsx", "--today", "2026-10-12", "-o", "b.xlsx")
    assert result.code == 1
    assert "检查 1 个登记簿，2 行" in result.out
    assert (tmp_path / "a.xlsx").read_bytes() == before
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert book.sheetnames == ["收文", "附表", "检查结果"]
    sheet = book["收文"]
    coloured = {
        cell.coordinate: cell.fill.start_color.rgb for row in sheet.iter_rows() for cell in row if cell.fill.fill_type
    }
    assert coloured == {"F2": "00FFC7CE", "F3": "00FFC7CE", "D3": "00FFEB9C", "B2": "00FFEB9C"}
    assert "CL231［错误］" in sheet["F2"].comment.text
    assert sheet["C3"].comment.text == "已电话核实"
    assert sheet.column_dimensions["C"].width == 44
    assert book["附表"]["A1"].value == "=1+1"
    listed = [[cell.value for cell in row] for row in book["检查结果"].iter_rows(min_row=2)]
    assert [(row[2], row[3], row[6]) for row in listed] == [
        (1, "B2", "CL206"),
        (1, "F2", "CL231"),
        (2, "D3", "CL207"),
        (2, "F3", "CL203"),
    ]


def test_the_marked_copy_of_a_csv_holds_no_formula(baguan, tmp_path):
    text = '收文编号,来文单位,标题,收文时间,办结时间\n1,=cmd|x,"+1",昨天,2026-10-08\n2,甲,通知,2026-09-30,2026-10-08\n'
    (tmp_path / "a.csv").write_text(text, encoding="gb18030")
    assert baguan("register", "a.csv", "-o", "b.xlsx").code == 1
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    cells = {cell.coordinate: cell for row in book["登记"].iter_rows() for cell in row}
    assert cells["B2"].value == "=cmd|x"
    assert {cell.data_type for cell in cells.values()} <= {"s", "n"}
    assert cells["D2"].fill.start_color.rgb == "00FFC7CE"
    assert cells["A3"].value == "2"
    assert not [cell for row in book["检查结果"].iter_rows() for cell in row if cell.data_type == "f"]


def test_a_workbook_is_read_without_openpyxl_and_only_marking_asks_for_it(baguan, tmp_path, monkeypatch):
    (tmp_path / "a.xlsx").write_bytes(workbook([HEAD, [1, "甲", "通知", "", RECEIVED, dt.date(2026, 9, 29)]]))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = baguan("register", "a.xlsx", "--format", "json")
    assert [f["code"] for f in json.loads(result.out)["findings"]] == ["CL221"]
    refused = baguan("register", "a.xlsx", "-o", "b.xlsx")
    assert refused.code == 2
    assert "baguan[xlsx]" in refused.err
    assert not (tmp_path / "b.xlsx").exists()


def test_xlsx_needs_a_file_and_one_register(baguan, tmp_path):
    (tmp_path / "a.csv").write_text("收文编号,标题\n1,通知\n", encoding="utf-8")
    assert "-o" in baguan("register", "a.csv", "--format", "xlsx").err
    assert "一次只能写一个" in baguan("register", "a.csv", "a.csv", "-o", "b.xlsx").err
