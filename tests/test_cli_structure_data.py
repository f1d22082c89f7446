"""``baguan structure`` and ``baguan data``: what they print, and what a unit's own tables change."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from baguan.errors import ConfigError
from baguan.registry import load_rules
from baguan.tables import TableRule, read_table, table_info, with_unit_data

NOTICE = (
    "青溪县水利局文件\n青水〔2025〕8号\n青溪县水利局关于印发《河道管理办法》的通知\n各股室：\n现印发给你们，请遵照执行。\n"
    "青溪县水利局（盖章）\n2025年8月20日\n河道管理办法\n第一章　总则\n第一条　为加强河道管理，保障防洪安全，"
    "改善生态环境，根据有关法律法规，结合实际，制定本办法。\n第二条　本办法自2025年9月1日起施行，由县水利局负责解释。\n"
    "抄送：县政府办公室。\n青溪县水利局办公室　2025年8月21日印发\n"
)


def test_structure_as_json(baguan, tmp_path) -> None:
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    shown = baguan("structure", "通知.txt", "--format", "json")
    assert shown.code == 0
    found = json.loads(shown.out)
    assert (found["kind"], found["genre"], found["direction"], found["layout"]) == (
        "statutory",
        "通知",
        "下行文",
        "文件",
    )
    elements = {one["name"]: one["text"] for one in found["elements"]}
    assert elements["印章"] == "（盖章）"
    assert elements["发文机关署名"] == "青溪县水利局（盖章）"
    assert elements["被印发、转发的文件"].startswith("河道管理办法\n第一章")
    assert elements["被印发、转发的文件"].endswith("负责解释。")
    assert elements["正文"] == "现印发给你们，请遵照执行。"
    assert [(one["style"], one["line"]) for one in found["headings"]] == [("第一章", 9), ("第一条", 10), ("第一条", 11)]
    date = next(one for one in found["elements"] if one["name"] == "成文日期")
    assert (date["line"], date["column"], date["end_column"]) == (7, 1, 11)


def test_structure_for_a_person(baguan, tmp_path) -> None:
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="gb18030")
    out = baguan("structure", "通知.txt").out
    assert out.startswith("文本种类：法定公文\n文种：通知\n行文方向：下行文\n格式：文件\n")
    assert "  第2行  发文字号：青水〔2025〕8号\n" in out
    speech = baguan("structure", "通知.txt", "--as", "speech").out
    assert "讲话稿" in speech
    assert "发文字号" not in speech


def test_structure_of_a_file_that_cannot_be_read(baguan, tmp_path) -> None:
    shown = baguan("structure", "没有.txt")
    assert shown.code == 2
    assert "没有.txt" in shown.err
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 not a document")
    assert baguan("structure", "坏.docx").code == 2


@pytest.mark.parametrize("text", ["", "\n\n", "　", "\x00", "附件", "（" * 500, "一、" * 500, "2025年1月1日"])
def test_structure_of_odd_texts(baguan, tmp_path, text) -> None:
    (tmp_path / "怪.txt").write_text(text, encoding="utf-8")
    shown = baguan("structure", "怪.txt")
    assert shown.code in (0, 2)  # an empty file or one with NUL is refused by the reader, in words
    assert shown.out.startswith("文本种类：") or shown.err.startswith("错误：")


LAYOUTS = [
    ("青溪县水利局文件\n青水〔2025〕8号\n关于防汛的通知\n各股室：\n请办。\n青溪县水利局\n2025年8月20日\n", "文件"),
    (
        "青溪县水利局\n青水函〔2025〕8号\n关于商借人员的函\n县财政局：\n请支持。\n青溪县水利局\n2025年8月20日\n",
        "信函",
    ),
    ("青溪县人民政府令\n第3号\n现予公布。\n县长　张明\n2025年8月20日\n", "命令（令）"),
    ("青溪县水利局会议纪要\n（12）\n会议研究了防汛工作。\n会议要求，加强值守。\n2025年8月20日\n", "纪要"),
    ("关于防汛的通知\n各股室：\n请办。\n青溪县水利局\n2025年8月20日\n", ""),
]


@pytest.mark.parametrize(("text", "layout"), LAYOUTS, ids=[layout or "无版头" for _, layout in LAYOUTS])
def test_the_four_layouts(baguan, tmp_path, text, layout) -> None:
    (tmp_path / "稿.txt").write_text(text, encoding="utf-8")
    assert json.loads(baguan("structure", "稿.txt", "--format", "json").out)["layout"] == layout


def tables() -> dict[str, Path]:
    return {rule.table.stem: rule.table for rule in load_rules() if isinstance(rule, TableRule)}


def test_every_table_has_its_date_source_and_confidence() -> None:
    assert {"repealed_laws", "renamed_agencies", "set_phrases", "meetings"} <= set(tables())
    for path in tables().values():
        info = table_info(path)
        assert all(info), path.name
        assert len(info.as_of) == 10


def test_data_shows_the_date(baguan) -> None:
    out = baguan("data").out
    assert "repealed_laws（已废止的法律法规）：" in out
    assert "截至 2026-11-20；来源：" in out
    assert "未设置" in out
    rows = json.loads(baguan("data", "repealed_laws", "--format", "json").out)
    assert {"old": "婚姻法", "effective": "2021-01-01"}.items() <= next(
        row for row in rows if row["old"] == "婚姻法"
    ).items()
    assert baguan("data", "meetings").out.startswith("name\tyear\n")
    wrong = baguan("data", "repealed_law")
    assert wrong.code == 2
    assert "repealed_laws" in wrong.err


AGENCY = "关于招商工作的通知\n各镇：\n由市招商局牵头，报市扶贫办。\n青溪市人民政府\n{}\n"


def test_a_unit_adds_changes_and_takes_out_rows(baguan, tmp_path) -> None:
    own = tmp_path / "数据"
    own.mkdir()
    (tmp_path / "baguan.toml").write_text('data-dir = "数据"\nselect = ["ZC201"]\n', encoding="utf-8")
    (own / "renamed_agencies.tsv").write_text(
        "\ufeffold\tnew\teffective\tlevel\r\n# 本市\r\n市招商局\t市投资促进局\t2024-06-01\tW\r\n\r\n-扶贫办\r\n",
        encoding="utf-8",
    )
    for day, wanted in (("2024年6月1日", ["市招商局"]), ("2024年5月31日", [])):
        (tmp_path / "通知.txt").write_text(AGENCY.format(day), encoding="utf-8")
        found = json.loads(baguan("check", "通知.txt", "--format", "json").out)["findings"]
        assert [one["text"] for one in found] == wanted
    out = baguan("data").out
    assert "其中本单位的文件涉及 2 行" in out
    # a changed file is seen although the document is the same
    (own / "renamed_agencies.tsv").write_text("old\tnew\teffective\n-扶贫办\n", encoding="utf-8")
    read_table.cache_clear()
    (tmp_path / "通知.txt").write_text(AGENCY.format("2024年6月1日"), encoding="utf-8")
    assert json.loads(baguan("check", "通知.txt", "--format", "json").out)["findings"] == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("renamed_agencies.tsv", "old\tneu\n甲\t乙\n", "renamed_agencies.tsv:1：没有列“neu”"),
        ("renamed_agencies.tsv", "new\told\n甲\t乙\n", "第一列应为“old”"),
        (
            "renamed_agencies.tsv",
            "old\tnew\teffective\n甲\t乙\t2024-13-01\n",
            "renamed_agencies.tsv:2：effective 应为日期",
        ),
        ("renamed_agencies.tsv", "old\tnew\n甲\t乙\t丙\n", "有3列，表头只有2列"),
        ("renamed_agencies.tsv", "old\tnew\n\t乙\n", "第一列不能为空"),
        ("renamed_agencie.tsv", "old\tnew\n", "是否想写“renamed_agencies.tsv”"),
        ("meetings.tsv", "name\tyear\n-没有的会\n", "没有“没有的会”"),
    ],
)
def test_a_wrong_file_is_an_error_with_its_line(baguan, tmp_path, name, content, said) -> None:
    (tmp_path / "数据").mkdir()
    (tmp_path / "数据" / name).write_text(content, encoding="utf-8")
    (tmp_path / "baguan.toml").write_text('data-dir = "数据"\n', encoding="utf-8")
    (tmp_path / "稿.txt").write_text("好。\n", encoding="utf-8")
    read_table.cache_clear()
    shown = baguan("check", "稿.txt")
    assert shown.code == 2
    assert said in shown.err


def test_a_folder_that_is_not_there(baguan, tmp_path) -> None:
    with pytest.raises(ConfigError, match="数据目录不存在"):
        with_unit_data([], [], tmp_path / "没有")
    shown = baguan("data", "--data-dir", "没有")
    assert shown.code == 2


@pytest.mark.parametrize("arguments", [["structure", "稿.txt"], ["data"], ["data", "set_phrases"]], ids=" ".join)
def test_both_commands_work_offline(baguan, tmp_path, monkeypatch, arguments) -> None:
    def refuse(*given, **more):
        raise AssertionError("打开了网络连接")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (tmp_path / "稿.txt").write_text("各单位要认真贯彻落实。\n", encoding="utf-8")
    assert baguan(*arguments).code == 0
