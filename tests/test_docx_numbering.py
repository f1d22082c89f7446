"""Automatic numbering: labels as Word shows them, visible to rules and not editable."""

from __future__ import annotations

import pytest
from tests.docx_builder import docx, level, numbered, numbering, p, r, text_box

from baguan.document import BlockKind, Document
from baguan.readers.docx import read_docx
from baguan.readers.docx_numbers import format_number

_NUM = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/>{}</w:num>'


def read(body: str, lists: str, styles: str = "") -> Document:
    return read_docx(docx(body, {"numbering.xml": lists, "styles.xml": styles}))


def labels(document: Document) -> list[str]:
    return [block.numbering for block in document.blocks]


def test_the_label_is_text_that_cannot_be_edited() -> None:
    document = read(
        numbered("总体要求") + numbered("主要任务"),
        numbering(level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')),
    )
    assert document.text == "一、总体要求\n二、主要任务"
    assert labels(document) == ["一、", "二、"]
    assert [(node.editable, node.node) for node in document.nodes] == [(False, -1), (True, 0), (False, -1), (True, 1)]
    assert document.blocks[0].kind is BlockKind.LIST


@pytest.mark.parametrize(
    ("suffix", "text"), [("tab", "1.\t甲"), ("space", "1. 甲"), ("nothing", "1.甲"), ("", "1.\t甲")]
)
def test_what_follows_the_label(suffix: str, text: str) -> None:
    extra = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    document = read(numbered("甲"), numbering(level(0, "decimal", "%1.", extra)))
    assert document.text == text
    assert labels(document) == ["1."]


def test_levels_count_inside_each_other() -> None:
    lists = numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "%1.%2%3)"))
    order = (0, 1, 1, 2, 2, 0, 1, 2)
    document = read("".join(numbered("x", index) for index in order), lists)
    assert labels(document) == ["1", "1.1", "1.2", "1.2a)", "1.2b)", "2", "2.1", "2.1a)"]


def test_a_level_without_its_parent_shows_the_parent_s_start() -> None:
    lists = numbering(level(0, "decimal", "%1", start=3), level(1, "decimal", "%1.%2"))
    assert labels(read(numbered("x", 1) + numbered("x", 0) + numbered("x", 1), lists)) == ["3.1", "4", "4.1"]


def test_a_level_that_was_skipped_starts_with_its_first_own_paragraph() -> None:
    lists = numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3"))
    body = "".join(numbered("x", index) for index in (0, 1, 0, 2, 1))
    assert labels(read(body, lists)) == ["1", "1.1", "2", "2.1.1", "2.1"]


def test_every_story_counts_for_itself() -> None:
    lists = numbering(level(0, "decimal", "%1."))
    parts = {
        "numbering.xml": lists,
        "footnotes.xml": "".join(f'<w:footnote w:id="{n}">{numbered("注")}</w:footnote>' for n in (1, 2)),
        "header1.xml": numbered("眉"),
        "footer1.xml": numbered("脚"),
    }
    references = "".join(f'<w:{kind}Reference w:type="default" r:id="{kind}1"/>' for kind in ("header", "footer"))
    section = f"<w:sectPr>{references}</w:sectPr>"
    box = p(r("段") + text_box(numbered("框") + numbered("框")))
    document = read_docx(docx(numbered("文") + box + numbered("文") + section, parts))
    assert labels(document) == ["1.", "", "1.", "2.", "2.", "1.", "2.", "1.", "2."]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["1", "1-1", "1-1-1", "1-2", "1-2-1", "2", "2-1", "2-1-1"]),
        ('<w:lvlRestart w:val="0"/>', ["1", "1-1", "1-1-1", "1-2", "1-2-2", "2", "2-1", "2-1-3"]),
        ('<w:lvlRestart w:val="1"/>', ["1", "1-1", "1-1-1", "1-2", "1-2-2", "2", "2-1", "2-1-1"]),
    ],
)
def test_restart(restart: str, expected: list[str]) -> None:
    lists = numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1-%2"), level(2, "decimal", "%1-%2-%3", restart))
    order = (0, 1, 2, 1, 2, 0, 1, 2)
    assert labels(read("".join(numbered("x", index) for index in order), lists)) == expected


def test_two_instances_of_a_list_go_on_counting_and_an_override_restarts_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = numbering(
        level(0, "decimal", "%1."), instances=_NUM.format(1, "") + _NUM.format(2, "") + _NUM.format(3, override)
    )
    body = "".join(numbered("x", 0, identifier) for identifier in (1, 1, 2, 3, 3, 1))
    assert labels(read(body, lists)) == ["1.", "2.", "3.", "5.", "6.", "7."]


def test_an_instance_may_replace_a_level() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "(%1)")}</w:lvlOverride>'
    lists = numbering(level(0, "decimal", "%1."), instances=_NUM.format(1, "") + _NUM.format(2, override))
    assert labels(read(numbered("x") + numbered("x", 0, 2), lists)) == ["1.", "(II)"]


def test_legal_numbering_writes_the_levels_above_in_arabic_digits() -> None:
    lists = numbering(level(0, "chineseCounting", "第%1章"), level(1, "lowerLetter", "%1.%2", "<w:isLgl/>"))
    assert labels(read(numbered("x") + numbered("x", 1), lists)) == ["第一章", "1.a"]


_STYLES = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
    '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="4"><w:name w:val="不编号"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
)


def _styled(identifier: int, extra: str = "") -> str:
    return p("题", f'<w:pStyle w:val="{identifier}"/>{extra}')


def test_numbering_through_a_style_takes_the_level_linked_to_it() -> None:
    lists = numbering(
        level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="1"/>'),
        level(1, "decimal", "%2.", '<w:pStyle w:val="2"/>'),
    )
    body = "".join(_styled(identifier) for identifier in (1, 2, 2, 3, 2, 4))
    document = read(body, lists, _STYLES)
    assert labels(document) == ["第一章", "1.", "2.", "第二章", "1.", ""]
    assert {block.kind for block in document.blocks} == {BlockKind.HEADING}


def test_number_zero_takes_the_style_s_number_away() -> None:
    lists = numbering(level(0, "decimal", "%1."))
    body = _styled(1) + _styled(1, '<w:numPr><w:numId w:val="0"/></w:numPr>') + _styled(1)
    assert labels(read(body, lists, _STYLES)) == ["1.", "", "2."]


def test_a_list_that_points_to_a_numbering_style() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>{level(0, "decimal", "〈%1〉")}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = numbered("x") + numbered("x") + numbered("x", 0, 2)
    assert labels(read(body, lists)) == ["〈1〉", "〈2〉", "〈1〉"]  # each of the two counts for itself


def test_a_paragraph_whose_mark_is_deleted_is_not_counted() -> None:
    lists = numbering(level(0, "decimal", "%1."))
    gone = p(
        "<w:del>" + "<w:r><w:delText>x</w:delText></w:r>" + "</w:del>",
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>',
    )
    assert labels(read(numbered("x") + gone + numbered("x"), lists)) == ["1.", "", "2."]


@pytest.mark.parametrize(
    ("font", "glyph", "label"),
    [
        ("Wingdings", "\uf06c", "●"),
        ("Symbol", "\uf0b7", "•"),
        ("Wingdings", "\uf001", "•"),
        ("", "–", "–"),
        ("", "\ue001", "•"),
    ],
)
def test_bullets(font: str, glyph: str, label: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    lists = numbering(level(0, "bullet", glyph).replace("</w:lvl>", f"{fonts}</w:lvl>"))
    assert labels(read(numbered("x"), lists)) == [label]


def test_the_level_s_indent_lies_between_style_and_paragraph() -> None:
    indent = '<w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr>'
    lists = numbering(level(0, "decimal", "%1.").replace("</w:lvl>", f"{indent}</w:lvl>"))
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    document = read(p("x", number) + p("x", f'{number}<w:ind w:left="0"/>'), lists)
    formats = [block.format for block in document.blocks]
    assert [(form.left, form.first_line) for form in formats if form] == [(21, -21), (0, -21)]


def test_numbers_in_an_unknown_list_are_no_error() -> None:
    assert labels(read(numbered("x", 0, 99) + p(r("y")), numbering())) == ["", ""]


@pytest.mark.parametrize(
    ("style", "number", "expected"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 49, "XLIX"),
        ("lowerRoman", 1994, "mcmxciv"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 26, "z"),
        ("ordinal", 22, "22nd"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 99, "九十九"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("chineseCountingThousand", 10_010, "一万零一十"),
        ("chineseLegalSimplified", 11, "壹拾壹"),
        ("chineseLegalSimplified", 205, "贰佰零伍"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("ideographDigital", 205, "二〇五"),
        ("japaneseCounting", 111, "百十一"),
        ("taiwaneseCounting", 12, "十二"),
        ("taiwaneseCountingThousand", 105, "一百零五"),
        ("ideographLegalTraditional", 3, "參"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalEnclosedCircleChinese", 1, "①"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("ideographEnclosedCircle", 4, "㊃"),
        ("decimalFullWidth", 15, "１５"),
        ("numberInDash", 4, "- 4 -"),
        ("unknownFormat", 4, "4"),
        ("upperRoman", 10**9, "1000000000"),
        ("upperLetter", 10**9, "1000000000"),
        ("chineseCounting", -3, "-3"),
        ("chineseCountingThousand", -3, "-3"),
        ("decimalFullWidth", -3, "-3"),
    ],
)
def test_number_formats(style: str, number: int, expected: str) -> None:
    assert format_number(number, style) == expected


def test_a_custom_format_pads_with_zeros() -> None:
    assert format_number(7, "custom", "001, 002, 003, ...") == "007"
