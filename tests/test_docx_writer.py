"""Text edits written into a copy of a .docx."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.docx_builder import docx, entries, field, level, numbered, numbering, p, pack, r, strict, text_box

from baguan.document import Document
from baguan.docx_writer import EditError, apply_edits, can_apply
from baguan.model import Edit
from baguan.readers.docx import read_docx

_SETTINGS = settings(
    max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def edited(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def write(data: bytes, *edits: Edit) -> bytes:
    return apply_edits(data, read_docx(data), edits)


def part(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def body(data: bytes) -> str:
    return part(data).partition("<w:body>")[2].partition("</w:body>")[0]


def test_an_edit_over_runs_keeps_every_run_s_format() -> None:
    data = docx(p(r("按", "<w:b/>") + r("装", "<w:i/>") + r("设备", "<w:u/>")))
    copy = write(data, Edit(0, 4, "安装器材"))
    assert body(copy) == p(r("安", "<w:b/>") + r("装", "<w:i/>") + r("器材", "<w:u/>"))
    assert read_docx(copy).text == "安装器材"


def test_only_what_changes_is_touched() -> None:
    data = docx(p(r("第") + field("REF x", "一") + r("条规订")))
    assert read_docx(write(data, Edit(0, 5, "第一条规定"))).text == "第一条规定"


def test_other_parts_order_and_metadata_stay() -> None:
    content = entries(p("甲"), {"styles.xml": "<w:x/>"})
    content["word/media/image1.png"] = bytes(range(256)) * 20
    data = pack(content)
    copy = write(data, Edit(0, 1, "乙"))
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(copy)) as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
        assert changed == ["word/document.xml"]
        assert [entry.date_time for entry in before.infolist()] == [entry.date_time for entry in after.infolist()]
        assert after.testzip() is None


def test_no_change_gives_the_same_bytes() -> None:
    data = docx(p("甲"))
    assert write(data) == data
    assert write(data, Edit(0, 1, "甲")) == data


def test_white_space_at_an_end_is_preserved() -> None:
    data = docx(p(r(xml="<w:t> 甲 </w:t>")))
    copy = write(data, Edit(1, 1, " 乙 "))
    assert read_docx(copy).text == "甲 乙 "


def test_tabs_and_soft_breaks_become_elements_and_back() -> None:
    data = docx(p(r(xml="<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t>")))
    assert body(write(data, Edit(1, 2, ""), Edit(3, 4, "，"))) == (
        "<w:p><w:r><w:t>甲</w:t><w:t>乙</w:t><w:t>，</w:t><w:t>丙</w:t></w:r></w:p>"
    )
    copy = write(docx(p("甲乙")), Edit(1, 1, "\t一\v"))
    assert body(copy) == "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>一</w:t><w:br/><w:t>乙</w:t></w:r></w:p>"
    assert read_docx(copy).text == "甲\t一\v乙"


def test_text_after_a_tab_may_be_added_where_nothing_else_stands() -> None:
    data = docx(p(r(xml='<w:ptab w:alignment="right"/>')))
    assert body(write(data, Edit(1, 1, "甲"))) == ('<w:p><w:r><w:ptab w:alignment="right"/><w:t>甲</w:t></w:r></w:p>')


def test_both_copies_of_a_text_box_change() -> None:
    copy = write(docx(p(r("段") + text_box(p("旧字")))), Edit(2, 3, "新"))
    assert read_docx(copy).text == "段\n新字"
    assert body(copy).count("新字") == 2


def test_edits_in_headers_notes_and_strict_documents() -> None:
    data = docx(
        p("正") + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>',
        {"header1.xml": p("眉"), "footnotes.xml": f'<w:footnote w:id="1">{p("注")}</w:footnote>'},
    )
    edits = [Edit(4, 5, "页眉"), Edit(2, 3, "脚注"), Edit(0, 1, "正文")]
    for source in (data, strict(data)):
        copy = write(source, *edits)
        assert read_docx(copy).text == "正文\n脚注\n页眉"
    assert "purl.oclc.org" in part(copy)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Edit(0, 1, "二"), "自动编号"),
        (Edit(0, 0, "前"), "没有可以改写"),
        (Edit(3, 4, "6"), "自动编号、域或符号"),
        (Edit(5, 6, "x"), "自动编号、域或符号"),
        (Edit(6, 8, ""), "跨越段落"),
        (Edit(2, 2, "\n"), "跨越段落"),
        (Edit(2, 2, "\x00"), "控制字符"),
        (Edit(2, 2, "\r"), "控制字符"),
        (Edit(2, 2, "\ud800"), "控制字符"),
        (Edit(0, 99, ""), "超出"),
        (Edit(9, 9, "空"), "没有可以改写"),
    ],
)
def test_what_cannot_be_written(edit: Edit, reason: str) -> None:
    lists = numbering(level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'))
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    symbol = r(xml='<w:sym w:font="Wingdings" w:char="F0FE"/>')
    data = docx(p(r("见") + field("REF x", "5") + r("节") + symbol, number) + p("尾") + p(), {"numbering.xml": lists})
    document = read_docx(data)
    assert document.text == "一、见5节☑\n尾\n"
    with pytest.raises(EditError, match=reason):
        apply_edits(data, document, [edit])
    assert not can_apply(document, edit)
    assert can_apply(document, Edit(2, 3, "详见"))


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(EditError, match="重叠"):
        write(docx(p("甲乙丙")), Edit(0, 2, "x"), Edit(1, 3, "y"))


def test_a_document_of_another_file_is_refused() -> None:
    with pytest.raises(EditError, match="不一致"):
        apply_edits(docx(p("甲乙")), read_docx(docx(p("丙丁"))), [Edit(0, 1, "x")])


def test_two_insertions_at_one_place_keep_their_order() -> None:
    assert read_docx(write(docx(p("甲乙")), Edit(1, 1, "一"), Edit(1, 1, "二"))).text == "甲一二乙"


_CHARACTERS = st.text(alphabet="甲乙，。 \t\va<&>\u3000\U00020000", max_size=5)
_RUNS = st.lists(st.lists(_CHARACTERS, max_size=4), min_size=1, max_size=5)


def _document(paragraphs: list[list[str]]) -> bytes:
    def run(text: str, look: str) -> str:
        pieces = "".join(
            {"\t": "<w:tab/>", "\v": "<w:br/>"}.get(character)
            or r(character).removeprefix("<w:r>").removesuffix("</w:r>")
            for character in text
        )
        return r(properties=look, xml=pieces) if pieces else ""

    looks = ("", "<w:b/>", '<w:sz w:val="20"/>')
    return docx("".join(p("".join(run(text, looks[n % 3]) for n, text in enumerate(texts))) for texts in paragraphs))


@given(_RUNS, st.data())
@_SETTINGS
def test_reading_the_copy_gives_the_edited_text(paragraphs: list[list[str]], data: st.DataObject) -> None:
    source = _document(paragraphs)
    document = read_docx(source)
    assert document.text == "\n".join("".join(texts) for texts in paragraphs)
    filled = [block for block in document.blocks if block.start < block.end]
    assume(filled)
    block = data.draw(st.sampled_from(filled))
    ends = sorted(data.draw(st.lists(st.integers(block.start, block.end), min_size=4, max_size=4)))
    edits = [Edit(ends[0], ends[1], data.draw(_CHARACTERS)), Edit(ends[2], ends[3], data.draw(_CHARACTERS))]
    assume(len({edit.start for edit in edits}) == 2)
    copy = apply_edits(source, document, edits)
    assert read_docx(copy).text == edited(document.text, edits)


@given(_RUNS)
@_SETTINGS
def test_the_nodes_tile_the_blocks(paragraphs: list[list[str]]) -> None:
    from lxml import etree

    from baguan.readers.ooxml import text_elements

    source = _document(paragraphs)
    document = read_docx(source)
    elements = text_elements(etree.fromstring(part(source).encode()))
    shown = {"tab": "\t", "br": "\v"}
    for block in document.blocks:
        nodes = [node for node in document.nodes if block.start <= node.start and node.end <= block.end]
        texts = []
        for node in nodes:
            element = elements[node.node]
            text = shown.get(etree.QName(element).localname) or element.text or ""
            texts.append(text[node.offset : node.offset + node.end - node.start])
        assert "".join(texts) == document.block_text(block)
    assert _gapless(document)


def _gapless(document: Document) -> bool:
    covered = "".join(document.text[node.start : node.end] for node in document.nodes)
    return covered == document.text.replace("\n", "") and all(
        run.start < run.end and "\n" not in document.text[run.start : run.end] for run in document.runs
    )


def test_numbered_paragraphs_can_be_edited_behind_their_label() -> None:
    data = docx(numbered("甲"), {"numbering.xml": numbering(level(0, "decimal", "%1."))})
    assert read_docx(write(data, Edit(3, 3, "新"))).text == "1.\t新甲"
