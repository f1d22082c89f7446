"""Markdown: what is prose and what is not, and where every character stands in the file."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baguan.document import OBJECT, BlockKind, Document, Location, MarkKind
from baguan.model import Edit
from baguan.readers import read_text
from baguan.readers.decoding import encode_like


def read(source: str) -> Document:
    return read_text(source, "a.md", format="md")


def shown(source: str) -> list[tuple[str, str]]:
    document = read(source)
    return [(block.kind.value, document.block_text(block)) for block in document.blocks]


def texts(source: str) -> list[str]:
    return [text for _, text in shown(source)]


# Blocks


def test_headings() -> None:
    document = read("# 总标题 #\n## 一、背景\n第二标题\n===\n小标题\n---\n####### 七级\n#没有空格\n#\n")
    assert [(b.kind, b.style, document.block_text(b)) for b in document.blocks] == [
        (BlockKind.TITLE, "h1", "总标题"),
        (BlockKind.HEADING, "h2", "一、背景"),
        (BlockKind.HEADING, "h1", "第二标题"),
        (BlockKind.HEADING, "h2", "小标题"),
        (BlockKind.PARAGRAPH, "", "####### 七级#没有空格"),
    ]
    assert document.source_map.location(document.text.index("背景")) == Location(2, 6)


def test_front_matter_is_kept_apart() -> None:
    document = read("---\ntitle: 通知\n---\n正文。\n")
    assert document.text == "正文。"
    assert document.properties["front_matter"] == "title: 通知\n"
    assert document.source_map.location(0) == Location(4, 1)
    assert texts("---\n正文。\n") == ["正文。"]
    assert "front_matter" not in read("正文。\n\n---\ntitle: x\n---\n").properties


def test_code_is_masked() -> None:
    assert texts("甲\n\n    代码\n\n乙\n") == ["甲", "乙"]
    assert texts("甲\n```python\n代码\n\n``\n````\n乙\n") == ["甲", "乙"]
    assert texts("~~~\n代码\n```\n~~~\n乙") == ["乙"]
    assert texts("甲\n    续行\n") == ["甲续行"]
    assert texts("甲`x = 1`乙``a`b``丙`未完") == [f"甲{OBJECT}乙{OBJECT}丙`未完"]
    assert texts("1. ```\n代码\n```\n乙") == ["乙"]


def test_quotations_are_marked() -> None:
    document = read("> 引文第一行\n> 第二行\n懒续行\n\n正文\n> > 深处\n")
    assert [document.block_text(block) for block in document.blocks] == ["引文第一行第二行懒续行", "正文", "深处"]
    assert [(m.kind, document.text[m.start : m.end]) for m in document.marks] == [
        (MarkKind.QUOTED, "引文第一行第二行懒续行"),
        (MarkKind.QUOTED, "深处"),
    ]
    assert texts("> ```\n> 代码\n正文") == ["正文"]


def test_lists() -> None:
    source = "- 甲\n  续\n* [x] 乙\n+ > 丙\n\n  同项第二段\n1. 丁\n2) 戊\n3. 5亿元\n4. Abc\n\n段落\n14. 不是列表\n"
    assert shown(source) == [
        ("list", "甲续"), ("list", "乙"), ("list", "丙"), ("paragraph", "同项第二段"), ("list", "1.丁"),
        ("list", "2)戊"), ("list", "3. 5亿元"), ("list", "4. Abc"), ("paragraph", "段落14. 不是列表"),
    ]  # fmt: skip


def test_tables_give_a_block_a_cell() -> None:
    document = read("说明\n| 项目 | 金额 |\n|:---|---:|\n| 甲\\|乙 | **5** |\n| 丙 | |\n\n甲|乙\n-|-\n1|2\n后文\n")
    cells = [(block.table, document.block_text(block)) for block in document.blocks if block.kind is BlockKind.CELL]
    assert cells == [
        ((1, 1, 1), "项目"), ((1, 1, 2), "金额"), ((1, 2, 1), "甲|乙"), ((1, 2, 2), "5"), ((1, 3, 1), "丙"),
        ((1, 3, 2), ""), ((2, 1, 1), "甲"), ((2, 1, 2), "乙"), ((2, 2, 1), "1"), ((2, 2, 2), "2"),
    ]  # fmt: skip
    assert [document.block_text(b) for b in document.blocks if b.kind is BlockKind.PARAGRAPH] == ["说明", "后文"]
    assert document.source_map.location(document.text.index("5")) == Location(4, 12)


def test_rules_definitions_and_footnotes() -> None:
    source = '甲[^1]乙[^注]\n\n---\n* * *\n[^1]: 脚注文字\n[网址]: https://a.cn "题"\n[注]: 本条所称单位\n'
    assert shown(source) == [("paragraph", "甲乙"), ("footnote", "脚注文字"), ("paragraph", "[注]: 本条所称单位")]


def test_comments_and_html() -> None:
    assert texts("甲<!-- 注 -->乙\n<!-- 多\n\n行 -->丙\n<script>\nx\n</script>\n<b>丁</b><br>戊") == [
        "甲乙", "丙", "丁\v戊",
    ]  # fmt: skip
    assert texts("甲\n<!-- 没有结束\n乙") == ["甲", "乙"]
    assert texts("数量<5，比例>3；<某单位>") == ["数量<5，比例>3；<某单位>"]


def test_instructions_are_found_outside_code_only() -> None:
    document = read(
        "甲\n\n<!-- baguan: disable-next-line WZ201 -- 理由 -->\n乙<!-- baguan: enable -->\n"
        "```\n<!-- baguan: disable-file -->\n```\n<!-- baguan disable -->\n"
    )
    assert document.text == "甲\n\n乙\n"  # an empty paragraph for an instruction on a line of its own, as in .txt
    assert [document.source_map.location(block.start).line for block in document.blocks] == [1, 3, 4, 8]
    assert [(d.line, d.text) for d in document.directives] == [
        (3, "disable-next-line WZ201 -- 理由"), (4, "enable"), (8, "baguan disable"),
    ]  # fmt: skip


# Inline


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**重点**和*强调*、***两者***", "重点和强调、两者"),
        ("**“重点”**后文", "“重点”后文"),
        ("__重点__与 file_name_x", "__重点__与 file_name_x"),
        ("**甲*乙*丙**", "甲乙丙"),
        ("_强调_ 与 __重点__", "强调 与 重点"),
        ("~~删去~~，5~10个", "删去，5~10个"),
        ("3 * 4 * 5，*未完", "3 * 4 * 5，*未完"),
        ("姓名____性别____", "姓名____性别____"),
        ("*甲**乙", "*甲**乙"),
        ("\\*甲\\* \\甲 \\[乙\\](丙)", "*甲* \\甲 [乙](丙)"),
        ('[文字](http://a.cn/(x)y "题")和[乙]()', "文字和乙"),
        ("[文字](<a b>)、[甲](a b)", "文字、[甲](a b)"),
        ("![图](a.png)、[![图](a.png)](b)", "图、图"),
        ("[甲][r]、[r][]、[R]、[无]\n\n[r]: /x", "甲、r、R、[无]"),
        ("<https://a.cn/x>、<a@b.cn>、http://c.cn", "https://a.cn/x、a@b.cn、http://c.cn"),
        ("A&amp;B&nbsp;&#20013;&lt;&bogus;&", "A&B\u00a0中<&bogus;&"),
        ("&NotEqualTilde;", "\u2242\u0338"),
        ("（[2024]5号）", "（[2024]5号）"),
        ("　　缩进", "　　缩进"),
    ],
)
def test_inline_marks(source: str, text: str) -> None:
    document = read(source)
    assert document.block_text(document.blocks[0]) == text


def test_line_ends_in_a_paragraph() -> None:
    assert texts("甲\n乙\nabc\ndef\n**丙**\n`x`\n") == [f"甲乙abc def丙{OBJECT}"]
    assert texts("甲  \n乙\\\n丙") == ["甲\v乙\v丙"]
    assert texts("各单位：\n现通知如下。\n一、要求\n（一）内容\n　　另段\n续") == [
        "各单位：", "现通知如下。", "一、要求", "（一）内容", "　　另段续",
    ]  # fmt: skip


# Places


def test_a_word_in_marks_is_found_where_it_stands() -> None:
    document = read("# 通知\n\n请**认真**落\n实[办法](x)`a`。\n")
    places = document.source_map
    start = document.text.index("真落实办")
    assert places.location(start) == Location(3, 5)
    assert places.end_location(start, start + 4) == Location(4, 4)
    code = document.text.index(OBJECT)
    assert places.location(code) == Location(4, 9)
    assert places.end_location(code, code + 1) == Location(4, 12)
    assert places.location(code + 1) == Location(4, 12)


def test_an_edit_replaces_the_whole_of_an_entity_and_keeps_marks() -> None:
    source = "要**坚决贯**撤&nbsp;落实"
    document = read(source)
    start = document.text.index("贯撤\u00a0")
    result = source
    for edit in reversed(document.source_map.source_edits(Edit(start, start + 3, "贯彻"))):
        result = result[: edit.start] + edit.text + result[edit.end :]
    assert result == "要**坚决贯**彻落实"


def test_the_file_can_be_written_back() -> None:
    source = "# 甲\r\n\r\n乙\r\n".encode("gb18030")
    from baguan.readers import read_bytes

    document = read_bytes(source, "a.md")
    assert encode_like(document.properties, document.source) == source


@pytest.mark.parametrize(
    "source", ["", "\n", "---", "---\n", "<!--", "```", "|", "|\n|-", "[", "![", "> ", "-", "1.", "\\"]
)
def test_fragments_are_read(source: str) -> None:
    document = read(source)
    assert document.source == source
    assert document.source_map.location(len(document.text)).line >= 1


PIECES = st.lists(
    st.sampled_from(
        ["甲乙", "，", "abc", " ", "  ", "\n", "\n\n", "**", "*", "_", "~~", "`", "``", "```\n", "[", "]", "](x)", "(",
         "![",
         "[^1]", "[^1]: ", "[r]: /x\n", "<!--", "-->", "<!-- baguan: enable -->", "<br>", "<b>", "</b>",
         "<pre>", "<", ">",
         "> ", "- ", "1. ", "# ", "===\n", "---\n", "|", "|-|-|\n", "&amp;", "&NotEqualTilde;", "\\", "\t", "    ",
         "\u3000",
         "一、", "：", "- [ ] ", "\ufffc", "\v", "\f"]
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=300, derandomize=True, deadline=None)
@given(pieces=PIECES)
def test_every_character_is_mapped_to_itself(pieces: list[str]) -> None:
    source = "".join(pieces)
    document = read(source)
    places = document.source_map
    previous = -1
    for offset, character in enumerate(document.text):
        at = places.to_source(offset)
        assert at > previous
        previous = at
        stretch = source[at : places.to_source_end(offset + 1)]
        if stretch != character:
            entity = {"&": "&amp;", "\u2242": "&", "\u0338": "N"}.get(character)
            assert character in ("\n", "\v", " ", OBJECT) or (entity and stretch.startswith(entity))
        assert places.source_offset(places.location(offset)) == at
    assert "".join(document.text.split("\n")) == "".join(document.block_text(block) for block in document.blocks)


@pytest.mark.parametrize(
    "source",
    ["[" * 40_000, "![" * 20_000, "](" * 20_000, "[a](" * 10_000, "**a" * 15_000, "*a_" * 15_000, "`" * 40_001,
     "".join("`" * n + "a" for n in range(1, 300)), "<" * 40_000, "<a" * 20_000, "<!--" * 10_000, "<pre>\n" * 5_000,
     "&" * 40_000, "> " * 3_000, "- " * 900, "|" * 40_000 + "\n" + "|-" * 20_000, "\\" * 40_000, "[^" * 20_000,
     "a  \n" * 10_000, "](a \"" * 10_000, "[r]: " * 8_000, "---\n" * 10_000],
    ids=range(22),
)  # fmt: skip
def test_hostile_text_takes_no_more_than_linear_time(source: str) -> None:
    started = time.process_time()
    read(source)
    # a quadratic reader takes minutes; the bound is far above what a slow machine needs
    assert time.process_time() - started < 20
