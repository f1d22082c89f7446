"""Word documents made by code: the right ones are clean, each wrong one gives exactly what it was spoiled with."""

from __future__ import annotations

import pytest
from tests.layout_samples import SAMPLES

import baguan

EXPECTED = {
    "体例-直接格式": [],
    "体例-样式": [],
    "体例-网格": [],
    "体例-固定值28磅": [],
    "体例-图文框页码": [],
    "体例-文本框页码": [],
    "体例-自动编号": [],
    "体例-默认页边距和字体": [
        ("TL202", "warning", "第1节页面设置"),
        ("TL211", "warning", "第3段"),
        ("TL212", "warning", "第3段"),
        ("TL213", "info", "第1段"),
        ("TL216", "info", "第3段"),
        ("TL243", "info", "第37段"),
        ("TL244", "info", "第40段"),
        ("TL251", "info", "第3段"),
    ],
    "体例-行距30磅": [("TL215", "warning", "第3段")],
    "体例-样式行距33磅": [("TL215", "warning", "第3段")],
    "体例-单倍行距带段后": [("TL249", "info", "第3段"), ("TL251", "info", "第3段")],
    "体例-页码短横居中": [
        ("TL205", "warning", "页脚"),
        ("TL222", "info", "第1节页面设置"),
        ("TL223", "info", "页脚第46段"),
    ],
    "体例-页码是打上去的": [("TL206", "warning", "页脚")],
    "体例-没有页码": [("TL204", "warning", "页脚")],
    "体例-奇偶页码放反": [("TL222", "warning", "第1节页面设置")],
    "体例-双数页没有页码": [("TL221", "warning", "第1节页面设置")],
    "体例-附件页码重新起编": [("TL207", "warning", "第2节页面设置")],
    "体例-后一节没有页码": [("TL210", "warning", "第2节页面设置")],
    "体例-小标题用宋体": [("TL220", "info", "第4段"), ("TL220", "info", "第5段")],
    "体例-粘贴的字体": [("TL246", "info", "第3段")],
    "体例-要素位置不对": [
        ("TL208", "warning", "第40段"),
        ("TL214", "warning", "第1段"),
        ("TL241", "warning", "第2段"),
        ("TL242", "warning", "第39段"),
    ],
}


def layout_findings(data: bytes, tmp_path) -> list[baguan.Record]:
    """The findings of 体例格式关 in a Word document."""
    path = tmp_path / "文稿.docx"
    path.write_bytes(data)
    report = baguan.check_file(path)
    assert report.errors == ()
    assert report.kind == "statutory"
    return [record for record in report.findings if record.code.startswith("TL")]


def test_every_sample_has_its_expectation():
    assert set(SAMPLES) == set(EXPECTED)
    assert len(EXPECTED) >= 12


@pytest.mark.parametrize("name", SAMPLES)
def test_sample(name, tmp_path):
    found = layout_findings(SAMPLES[name](), tmp_path)
    places = [record.where.partition("“")[0] for record in found]
    assert sorted((r.code, r.severity, place) for r, place in zip(found, places, strict=True)) == EXPECTED[name]


def test_a_place_is_named_by_number_and_beginning(tmp_path):
    found = {record.code: record.where for record in layout_findings(SAMPLES["体例-小标题用宋体"](), tmp_path)}
    assert found["TL220"] == "第5段“（一）工作目标的分工”"


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("体例-默认页边距和字体", "TL202", ("37毫米", "25.4毫米", "28毫米", "31.8毫米")),
        ("体例-默认页边距和字体", "TL212", ("三号（16磅）", "小四（12磅）")),
        ("体例-默认页边距和字体", "TL213", ("二号（22磅）小标宋", "黑体", "小二（18磅）")),
        ("体例-默认页边距和字体", "TL216", ("2字符", "0字符", "全文共")),
        ("体例-行距30磅", "TL215", ("30磅", "21行", "22行", "28磅")),
        ("体例-页码短横居中", "TL205", ("“— 1 —”", "“-1-”")),
        ("体例-页码短横居中", "TL223", ("四号（14磅）宋体", "小五（9磅）")),
        ("体例-要素位置不对", "TL241", ("顶格", "2字符")),
    ],
)
def test_a_message_says_what_was_found_and_what_is_asked(name, code, words, tmp_path):
    (found,) = (record for record in layout_findings(SAMPLES[name](), tmp_path) if record.code == code)
    for word in words:
        assert word in found.message
