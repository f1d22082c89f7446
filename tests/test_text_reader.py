"""Plain text: decoding and back, paragraphs, instructions, page breaks, hard-wrapped paragraphs."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baguan.document import Block, BlockKind, Document, Location, MarkKind
from baguan.errors import DocumentError
from baguan.model import Edit
from baguan.readers import format_of, read_bytes, read_text
from baguan.readers.decoding import decode, encode_like
from baguan.readers.text import LineBlocks, line_start_array

NOTICE = "关于开展档案整理工作的通知\n各科室：\n　　为做好年度档案整理工作，现将有关事项通知如下。\n"


def place_of(document: Document, word: str) -> tuple[Location, Location]:
    start = document.text.index(word)
    end = start + len(word)
    return document.source_map.location(start), document.source_map.end_location(start, end)


# Decoding


@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32-le"),
        ("utf-32-be", codecs.BOM_UTF32_BE, "utf-32-be"),
        ("gb18030", b"", "gb18030"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_is_read_and_written_back(encoding: str, mark: bytes, name: str, newline: str) -> None:
    data = mark + NOTICE.replace("\n", newline).encode(encoding)
    document = read_bytes(data, "通知.txt")
    assert document.source == document.text == NOTICE
    assert document.properties == {
        "encoding": name, "bom": "true" if mark else "false", "newline": newline,
    }  # fmt: skip
    assert encode_like(document.properties, document.source) == data
    changed = document.source.replace("科室", "单位")
    assert decode(encode_like(document.properties, changed)).text == changed


def test_short_gbk_text_is_not_taken_for_anything_else() -> None:
    for text in ("联通", "通知", "会议", "王旻"):
        assert read_bytes(text.encode("gbk"), "a.txt").text in (text, text.encode("gbk").decode("utf-8", "replace"))
    assert read_bytes("关于联通公司的函".encode("gbk"), "a.txt").text == "关于联通公司的函"


def test_traditional_characters_in_gbk_are_plausible() -> None:
    text = "關於進一步規範機關檔案管理工作的通知，請各單位認真執行，並於年底前將落實情況報送辦公室。"
    assert read_bytes(text.encode("gbk"), "a.txt").text == text


def test_a_private_character_in_a_name_does_not_spoil_a_gb18030_text() -> None:
    text = NOTICE.replace("科室", "\ue123科室")
    assert read_bytes(text.encode("gb18030"), "a.txt").text == text


def test_mixed_line_ends_are_kept_line_by_line() -> None:
    data = "一\r\n二\n三\r四\r\r\n".encode()
    document = read_bytes(data, "a.txt")
    assert document.source == "一\n二\n三\n四\n\n"
    assert document.properties["newline"] == "mixed"
    assert encode_like(document.properties, document.source) == data
    assert encode_like(document.properties, document.source.replace("三", "叁")) == "一\r\n二\n叁\r四\r\r\n".encode()
    # with a line more no ending can be said to belong to a line: all take the most frequent one
    assert encode_like(document.properties, "一\n二\n三\n四\n五\n\n").count(b"\r\n") == 6


def test_only_the_three_line_ends_end_a_line() -> None:
    text = "甲\u2028乙\u2029丙\x85丁\v戊\n己"
    document = read_bytes(text.encode(), "a.txt")
    assert document.text == text
    assert len(document.blocks) == 2
    assert place_of(document, "己")[0] == Location(2, 1)


def test_a_text_in_memory_takes_any_line_end() -> None:
    assert read_text("甲\r\n乙\r丙\n").text == "甲\n乙\n丙\n"
    with pytest.raises(ValueError, match="docx"):
        read_text("甲", format="docx")


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        ("a.txt", b"", "txt"), ("a.MD", b"", "md"), ("a.markdown", b"", "md"), ("a.DOCX", b"", "docx"),
        ("-", b"PK\x03\x04", "docx"), ("-", b"abc", "txt"), ("公文", "通知".encode(), "txt"),
    ],
)  # fmt: skip
def test_the_format_comes_from_the_extension_or_the_first_bytes(path: str, data: bytes, expected: str) -> None:
    assert format_of(path, data) == expected


def test_a_name_hint_decides_for_standard_input() -> None:
    document = read_bytes("# 标题\n".encode(), "-", name_hint="a.md")
    assert (document.format, document.path, document.text) == ("md", "-", "标题")


# Paragraphs, instructions, page breaks


def test_a_line_is_a_paragraph_with_its_white_space() -> None:
    document = read_bytes("　　甲 \n\n乙".encode(), "a.txt")
    assert [document.block_text(block) for block in document.blocks] == ["　　甲 ", "", "乙"]
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}


def test_an_instruction_becomes_an_empty_paragraph() -> None:
    document = read_text("甲\n<!-- baguan: disable-next-line WZ201 -- 引用原文 -->\n  <!-- baguan: enable -->\n乙\n")
    assert document.text == "甲\n\n\n乙\n"
    assert [(d.line, d.text) for d in document.directives] == [
        (2, "disable-next-line WZ201 -- 引用原文"),
        (3, "enable"),
    ]
    assert place_of(document, "乙")[0] == Location(4, 1)
    assert document.source_map.location(document.blocks[1].start).line == 2


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("<!-- baguan disable WZ201 -->", "baguan disable WZ201"),
        ("<!-- baguan：disable WZ201 -->", "baguan：disable WZ201"),
        ("<!-- Baguan: disable -->", "Baguan: disable"),
        ("<!-- baguan: disable WZ201", "baguan: disable WZ201"),
        ("<!--baguan:-->", ""),
    ],
)
def test_a_malformed_instruction_is_noted_so_that_it_can_be_complained_about(line: str, text: str) -> None:
    document = read_text(f"甲\n{line}\n乙")
    assert document.text == "甲\n\n乙"
    assert [(d.line, d.text) for d in document.directives] == [(2, text)]


def test_other_comments_are_text() -> None:
    document = read_text("<!-- 说明 -->\n<!-- baguanjia -->")
    assert document.text == document.source
    assert document.directives == []


def test_a_form_feed_is_a_page_break() -> None:
    document = read_text("甲\f\n\f乙\n丙\f丁")
    assert document.text == "甲\n乙\n丙\n丁"
    assert [(mark.kind, mark.start) for mark in document.marks] == [
        (MarkKind.PAGE_BREAK, 1), (MarkKind.PAGE_BREAK, 2), (MarkKind.PAGE_BREAK, 5),
    ]  # fmt: skip
    assert place_of(document, "乙")[0] == Location(2, 2)
    assert place_of(document, "丁")[0] == Location(3, 3)


def test_paragraphs_of_a_long_text_are_built_when_asked_for() -> None:
    text = "各单位：\n\n请认真落实。\n" * 10_000
    document = read_text(text)
    assert isinstance(document.blocks, LineBlocks)
    expected = [Block(BlockKind.PARAGRAPH, 0, 4), Block(BlockKind.PARAGRAPH, 5, 5), Block(BlockKind.PARAGRAPH, 6, 12)]
    assert list(document.blocks[:3]) == expected
    assert document.blocks[-1] == Block(BlockKind.PARAGRAPH, len(text), len(text))
    assert len(document.blocks) == sum(1 for _ in document.blocks) == 30_001
    assert document.block_text(document.block_at(13 * 5_000 + 7)) == "请认真落实。"
    with pytest.raises(IndexError):
        document.blocks[30_001]


# Hard-wrapped paragraphs

WRAPPED = """\
关于进一步做好机关档案整理工作的通知

各科室：

　　去年以来，各科室按照统一部署，对历年形成的文件材料进
行了清理，归档率和完整率都有明显提高。但是也应当看到，仍
有少数科室重视不够，存在应归未归、分类不准、装订不齐等问
题。现将有关要求通知如下。
　　一、加强领导。各科室负责同志要亲自过问，指定专人具体
负责，把任务分解到岗位、落实到人头，做到事事有人管、件件
有着落。
　　二、按时完成。请于今年十月底前完成整理，并将情况书面
报送办公室。

办公室
2024年5月6日
"""


def test_a_wrapped_text_is_joined_paragraph_by_paragraph() -> None:
    document = read_text(WRAPPED)
    assert document.properties["hard_wrapped"] == "true"
    lines = document.text.split("\n")
    assert lines[0] == "关于进一步做好机关档案整理工作的通知"
    assert lines[2] == "各科室："
    assert lines[4].startswith("　　去年以来")
    assert lines[4].endswith("现将有关要求通知如下。")
    assert [line[:6] for line in lines[5:7]] == ["　　一、加强", "　　二、按时"]
    assert lines[7:] == ["", "办公室", "2024年5月6日", ""]


def test_a_word_broken_over_a_line_end_is_found_where_it_stands() -> None:
    document = read_text(WRAPPED)
    assert place_of(document, "进行了清理") == (Location(5, 28), Location(6, 5))
    assert place_of(document, "等问题") == (Location(7, 27), Location(8, 2))
    assert place_of(document, "事事有人管") == (Location(10, 21), Location(10, 26))


def test_an_edit_over_a_line_end_keeps_the_line_end() -> None:
    document = read_text(WRAPPED)
    start = document.text.index("仍有少数")
    edits = document.source_map.source_edits(Edit(start, start + 4, "尚有个别"))
    source = document.source
    for edit in reversed(edits):
        source = source[: edit.start] + edit.text + source[edit.end :]
    assert source == WRAPPED.replace("仍\n有少数", "尚\n有个别")


def test_a_short_wrapped_paragraph_is_joined_where_others_show_the_width() -> None:
    text = WRAPPED + "\n请各科室把整理中遇到的困难和问题及时汇总，于每月底前统一\n报送办公室。\n"
    assert "前统一报送" in read_text(text).text
    assert "前统一\n报送" in read_text(text[len(WRAPPED) :]).text


def test_wrapped_english_is_joined_with_a_space() -> None:
    text = (
        "The office has reviewed the records of the past year and found that most\n"
        "units have kept their files in good order, although a few of them still\n"
        "have not handed in the lists that were asked for in the spring, and some\n"
        "have sent lists without dates.\n"
    )
    document = read_text(text)
    assert "that most units have" in document.text
    assert place_of(document, "units")[0] == Location(2, 1)
    assert document.source_map.location(document.text.index(" units")) == Location(1, 73)


def test_an_indent_of_a_continued_line_is_dropped() -> None:
    text = (
        "本次检查共抽取档案三百余卷，从总体上看，各科室的整理质量较\n"
        "  往年有较大提高，目录齐全，装订整齐，保管条件也有改善，只\n"
        "  是个别科室仍有漏盖归档章、页码编写不连续的情况，需要尽快\n"
        "  补正。\n"
    )
    document = read_text(text)
    assert "质量较往年" in document.text
    assert place_of(document, "往年")[0] == Location(2, 3)


@pytest.mark.parametrize(
    "text",
    [
        # one paragraph a line, of much the same length
        "各科室要把档案整理作为一项重要工作来抓，做到有人管、有人问。\n" * 6,
        # titles of the same length
        "机关档案管理工作规定实施办法（试行）修订稿\n机关文书处理工作规定实施细则（试行）修订稿\n"
        "机关会议管理工作规定实施办法（试行）修订稿\n机关公章使用管理规定实施细则（试行）修订稿\n",
        # a list with ordinals
        "1.各科室按照职责分工抓好本科室档案的收集、整理和归档工作，\n2.办公室负责全部档案的接收、保管和利用，定期检查，定期通报，\n"
        "3.信息中心负责档案管理系统的运行和维护，保证数据安全、完整，\n4.财务科负责经费保障，\n",
        # bullets
        "- 各科室按照职责分工抓好本科室档案的收集、整理和归档工作，\n"
        "- 办公室负责全部档案的接收、保管和利用，定期检查，定期通报，\n"
        "- 信息中心负责档案管理系统的运行和维护，保证数据安全、完整，\n- 财务科负责经费保障，\n",
        # verse
        "春风又绿江南岸，\n明月何时照我还。\n两岸猿声啼不住，\n轻舟已过万重山。\n",
        # indented paragraphs that end without a mark
        "　　各科室按照职责分工抓好本科室档案的收集、整理和归档工作\n"
        "　　办公室负责全部档案的接收、保管和利用，定期检查并定期通报\n"
        "　　信息中心负责档案管理系统的运行和维护，保证数据安全完整性\n　　财务科负责经费\n",
        NOTICE,
    ],
)
def test_what_shows_no_fixed_width_is_left_alone(text: str) -> None:
    document = read_text(text)
    assert document.text == text
    assert "hard_wrapped" not in document.properties


# Properties

LINES = st.lists(
    st.text(alphabet="各单位要认真落实，。：　 ab1\f<!-- baguan:>\u2028", max_size=45), max_size=12
)  # fmt: skip


@settings(max_examples=80, derandomize=True, deadline=None)
@given(lines=LINES, newlines=st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=12, max_size=12))
def test_decoding_and_encoding_are_inverse(lines: list[str], newlines: list[str]) -> None:
    text = "".join(line + newline for line, newline in zip(lines, newlines, strict=False))
    for encoding, mark in (
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("gb18030", b""),
    ):
        data = mark + text.encode(encoding)
        try:
            decoded = decode(data)
        except DocumentError:
            assert encoding == "gb18030"  # a few rare characters by themselves may look like mojibake
            continue
        assert encode_like(decoded.properties(), decoded.text) == data


@settings(max_examples=120, derandomize=True, deadline=None)
@given(data=st.binary(max_size=200), path=st.sampled_from(["a.txt", "a.md", "a.docx", "-"]))
def test_any_bytes_give_a_document_or_a_documented_error(data: bytes, path: str) -> None:
    try:
        document = read_bytes(data, path)
    except DocumentError as error:
        problem = error
        document = None
    if document is None:
        assert problem.kind
        assert str(problem)
    elif document.format != "docx":
        assert encode_like(document.properties, document.source) == data


@settings(max_examples=150, derandomize=True, deadline=None)
@given(lines=LINES)
def test_every_character_is_mapped_to_itself(lines: list[str]) -> None:
    source = "\n".join(lines)
    document = read_text(source)
    places = document.source_map
    previous = -1
    for offset, character in enumerate(document.text):
        at = places.to_source(offset)
        assert at > previous
        previous = at
        assert source[at] == character or (character, source[at]) in (("\n", "\f"), (" ", "\n"))
        assert places.source_offset(places.location(offset)) == at
    ends = [block.end for block in document.blocks]
    assert ends[-1] == len(document.text)
    assert [block.start for block in document.blocks] == [0, *(end + 1 for end in ends[:-1])]


@settings(max_examples=40, derandomize=True, deadline=None)
@given(
    words=st.lists(st.text(alphabet="各单位要认真落实部署检查工作", min_size=4, max_size=30), min_size=30, max_size=60),
    width=st.integers(18, 45),
)
def test_wrapping_is_undone(words: list[str], width: int) -> None:
    paragraph = "，".join(words)
    wrapped = "\n".join(paragraph[at : at + width] for at in range(0, len(paragraph), width))
    document = read_text(wrapped)
    assert document.text == paragraph
    for offset in range(len(paragraph)):
        assert document.source_map.location(offset) == Location(offset // width + 1, offset % width + 1)


def test_line_starts_are_those_of_the_document_model() -> None:
    assert list(line_start_array("甲\n\n乙\n")) == [0, 2, 3, 5]
    assert list(line_start_array("")) == [0]
