"""The metadata of a document: front matter, sidecar, custom properties, and ``baguan check`` with them."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baguan.document import Document
from baguan.metadata import metadata_of, parse_front_matter, parse_toml, split_front_matter
from baguan.readers import read_bytes
from baguan.testing import package

BODY = "青溪县水利局关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n青溪县水利局\n2026年9月29日\n"
LATE = "收文时间: 2026-09-30 16:40\n紧急程度: 特急\n办结时间: 2026-10-08 09:00\n"
PARAGRAPHS = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in BODY.splitlines())


def entries(block):
    items, problems = parse_front_matter(block)
    assert problems == []
    return {item.key: item.text for item in items}


def test_yaml_as_people_write_it():
    block = (
        "# 办文信息\n收文时间: 2026-09-30 16:40   # 机要通道\n紧急程度：特急\n"
        "'签发人': \"张明\"\n\"标题\": '甲: 乙'\n"
        "承办单位: [县水利局, 县财政局]\n审核人:\n  - 李芳\n  - 王强\n拟办意见: |\n  请领导\n  阅示。\n"
        "批示: >-\n  同意。\n"
        "备注: 第一行\n  接着写\n空的:\n"
    )
    assert entries(block) == {
        "收文时间": "2026-09-30 16:40",
        "紧急程度": "特急",
        "签发人": "张明",
        "标题": "甲: 乙",
        "承办单位": "县水利局、县财政局",
        "审核人": "李芳、王强",
        "拟办意见": "请领导\n阅示。",
        "批示": "同意。",
        "备注": "第一行接着写",
        "空的": "",
    }


def test_the_place_of_a_value_is_its_own():
    text = f'---\n标题: "甲"\n收文时间:  2026-09-30  # 注\n---\n{BODY}'
    metadata = metadata_of(Document.from_text(text))
    value = metadata.entry.values["收文时间"]
    assert text[value.start : value.end] == "2026-09-30"
    assert metadata.places["收文时间"] == "文前元数据第3行（收文时间）"


@pytest.mark.parametrize(
    "text",
    [
        "---\n关于两件事情的说明\n---\n正文\n",  # a rule above a title
        "---\n收文时间: 2026-09-30\n正文没有收尾\n",
        "----\n收文时间: 2026-09-30\n----\n",
        "收文时间: 2026-09-30\n---\n",
        "--- \n收文时间: 2026-09-30\n---\n",
    ],
)
def test_what_is_no_front_matter(text):
    assert split_front_matter(text) is None


@pytest.mark.parametrize(
    "block", ["title: 甲\ntags: [乙]\ndate: 2026-09-30\n", "标题: 甲\n密级: 无\n", "reviewer: Bob\n"]
)
def test_front_matter_of_another_sort_is_left_alone(block):
    text = f"---\n{block}---\n{BODY}"
    assert metadata_of(Document.from_text(text)) is None
    assert read_bytes(text.encode(), "a.txt").text == text, "and stays in a plain text"


def test_a_txt_with_front_matter_is_read_without_it_and_keeps_its_lines():
    text = f"---\n{LATE}---\n{BODY}"
    document = read_bytes(text.encode(), "a.txt")
    assert document.text == BODY
    assert document.source_map.location(0) == (6, 1)
    assert document.properties["front_matter"] == LATE
    windows = read_bytes(text.replace("\n", "\r\n").encode("gb18030"), "a.txt")
    assert windows.text == BODY


@given(st.text(alphabet="收文时间: -#\"'|>[]{}=\n+a1：&*!", max_size=80))
def test_no_front_matter_breaks_the_reader(block):
    for text in (f"---\n{block}\n---\n正文", f"+++\n{block}\n+++\n正文"):
        metadata = metadata_of(Document.from_text(text))
        if metadata is not None:
            for value in metadata.entry.values.values():
                assert 0 <= value.start <= value.end <= len(text)
        read_bytes(text.encode(), "a.txt")


def test_toml_front_matter_and_sidecar():
    expected = {"收文时间": "2026-09-30 16:40", "紧急程度": "特急", "审核人": "李芳、王强"}
    block = '收文时间 = 2026-09-30T16:40:00\n"紧急程度" = "特急"\n审核人 = ["李芳", "王强"]\n'
    assert entries(block) == expected
    items, problems = parse_toml("[办文]\n" + block)
    assert {item.key: item.text for item in items} == expected
    assert problems == []


def check(baguan, *arguments):
    result = baguan("check", *arguments, "--format", "json", "--no-cache", "--today", "2026-10-12")
    table = json.loads(result.out)
    handling = [(f["code"], f["severity"], f["where"]) for f in table["findings"] if f["code"].startswith("CL")]
    return handling, result, table


LATE_FOUND = ("CL231", "warning")


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_check_reads_front_matter(baguan, tmp_path, name):
    (tmp_path / name).write_text(f"---\n{LATE}拟办意见: 请领导阅示\n---\n{BODY}", encoding="utf-8")
    handling, _, table = check(baguan, name)
    assert handling == [
        (*LATE_FOUND, "文前元数据第4行（办结时间）"),
        ("CL241", "warning", "文前元数据第5行（拟办意见）"),
    ]
    assert {f["part"] for f in table["findings"] if f["code"].startswith("CL")} == {"metadata"}
    assert table["files"][0]["gates"]["文件处理关"] == "failed"
    assert table["files"][0]["verdict"] != "退文"


def custom_properties(values):
    source = zipfile.ZipFile(io.BytesIO(package(PARAGRAPHS)))
    target = io.BytesIO()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    relation = f'<Relationship Id="rId9" Type="{kind}" Target="docProps/custom.xml"/></Relationships>'
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
        for n, (name, value) in enumerate(values.items(), 2)
    )
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "_rels/.rels":
                content = content.replace(b"</Relationships>", relation.encode())
            archive.writestr(name, content)
        archive.writestr(
            "docProps/custom.xml",
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{properties}</Properties>',
        )
    return target.getvalue()


def test_check_reads_the_custom_properties_of_a_docx(baguan, tmp_path):
    fields = dict(line.split(": ") for line in LATE.splitlines())
    (tmp_path / "a.docx").write_bytes(custom_properties(fields))
    (tmp_path / "b.docx").write_bytes(custom_properties({"KSOProductBuildVer": "2052-12.1.0", "ICV": "A1"}))
    assert check(baguan, "a.docx")[0] == [(*LATE_FOUND, "文档属性（办结时间）")]
    assert check(baguan, "b.docx")[0] == [], "what an office suite leaves there is no record"


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.docx"])
def test_check_reads_a_sidecar_which_wins(baguan, tmp_path, name):
    text = f"---\n{LATE}---\n{BODY}".encode()
    (tmp_path / name).write_bytes(package(PARAGRAPHS) if name.endswith("docx") else text)
    sidecar = tmp_path / f"{name}.meta.toml"
    sidecar.write_text('收文时间 = "2026-09-30 16:40"\n紧急程度 = "特急"\n办结时间 = "2026-10-09"\n', encoding="utf-8")
    assert check(baguan, name)[0] == [(*LATE_FOUND, "元数据文件第3行（办结时间）")]
    sidecar.write_text(
        '收文时间 = "2026-09-30 16:40"\n办结时间 = "2026-09-30 17:30"\n紧急程度 = "特急"\n', encoding="utf-8"
    )
    assert check(baguan, name)[0] == []
    sidecar.write_text("收文时间 = 昨天\n", encoding="utf-8")
    assert ("CL204", "warning", "元数据") in check(baguan, name)[0]
    assert any("元数据文件第1行" in f["message"] for f in check(baguan, name)[2]["findings"])


def test_an_open_document_is_overdue_when_its_day_has_come(baguan, tmp_path):
    """Also with the cache on: what holds today need not hold tomorrow."""
    block = "收文时间: 2026-10-08 09:00\n紧急程度: 普通件\n"
    (tmp_path / "a.txt").write_text(f"---\n{block}---\n{BODY}", encoding="utf-8")

    def codes(today):
        table = json.loads(baguan("check", "a.txt", "--format", "json", "--today", today).out)
        return [f["code"] for f in table["findings"] if f["code"].startswith("CL")]

    assert codes("2026-10-08") == []
    assert codes("2026-10-10") == ["CL233"]
    assert codes("2026-10-12") == ["CL232"]
    assert codes("2026-10-08") == []
    assert baguan("check", "a.txt", "--today", "昨天").code == 2


def test_a_sidecar_that_appears_later_is_not_hidden_by_the_cache(baguan, tmp_path):
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    assert "CL231" not in baguan("check", "a.txt").out
    assert "CL231" not in baguan("check", "a.txt").out
    (tmp_path / "a.txt.meta.toml").write_text(
        '收文时间 = "2026-09-30 16:40"\n紧急程度 = "特急"\n办结时间 = "2026-10-09"\n', encoding="utf-8"
    )
    assert "CL231" in baguan("check", "a.txt").out


def test_the_units_own_limits_hold_for_documents_too(baguan, tmp_path):
    (tmp_path / "a.txt").write_text(f"---\n{LATE}---\n{BODY}", encoding="utf-8")
    (tmp_path / "baguan.toml").write_text('[register.limits]\n"特急" = "1个工作日"\n', encoding="utf-8")
    assert check(baguan, "a.txt")[0] == []


def test_the_approval_chain_of_a_document(baguan, tmp_path):
    block = "起草时间: 2026-09-03\n审核时间: 2026-09-02\n审核人: 李芳\n签发时间: 2026-09-04\n成文日期: 2026-09-04\n"
    (tmp_path / "a.md").write_text(f"---\n{block}---\n{BODY}", encoding="utf-8")
    assert check(baguan, "a.md")[0] == [
        ("CL224", "warning", "文前元数据第3行（审核时间）"),
        ("CL225", "warning", "文前元数据第5行（签发时间）"),
    ]
