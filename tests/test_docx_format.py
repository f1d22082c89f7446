"""Fonts, sizes, paragraph formats, styles and sections as they are resolved."""

from __future__ import annotations

import pytest
from tests.docx_builder import docx, field, p, r, text_box

from baguan.document import BlockKind, Document
from baguan.readers.docx import read_docx
from baguan.wordformat import PageNumber, ParagraphFormat, Run

_NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>'
    '<w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr></w:style>'
)
_DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:jc w:val="both"/><w:spacing w:after="160"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
)


def read(body: str, styles: str = "", **parts: str) -> Document:
    return read_docx(docx(body, {"styles.xml": styles, **{f"{name}.xml": value for name, value in parts.items()}}))


def run(body: str, styles: str = "", **parts: str) -> Run:
    (found,) = read(body, styles, **parts).runs
    return found


def form(body: str, styles: str = "") -> ParagraphFormat:
    found = read(body, styles).blocks[0].format
    assert found is not None
    return found


def test_fonts_in_the_normal_style() -> None:
    found = run(p("字"), _DEFAULTS + _NORMAL)
    assert (found.east_asian_font, found.ascii_font, found.size) == ("仿宋_GB2312", "Times New Roman", 16)


def test_fonts_in_the_defaults() -> None:
    found = run(p("字"), _DEFAULTS)
    assert (found.east_asian_font, found.ascii_font, found.size) == ("宋体", "Calibri", 10.5)


def test_nothing_said_is_nothing_known() -> None:
    assert run(p("字")) == Run(0, 1)


_THEME = (
    '<a:themeElements><a:fontScheme><a:majorFont><a:latin typeface="Cambria"/><a:ea typeface="黑体"/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Jpan" typeface="明朝"/>'
    '<a:font script="Hans" typeface="等线"/></a:minorFont></a:fontScheme></a:themeElements>'
)


@pytest.mark.parametrize(
    ("language", "reference", "fonts"),
    [
        ("zh-CN", "minor", ("等线", "Calibri")),
        ("", "minor", ("等线", "Calibri")),
        ("ja-JP", "minor", ("明朝", "Calibri")),
        ("zh-CN", "major", ("黑体", "Cambria")),
    ],
)
def test_fonts_of_the_theme(language: str, reference: str, fonts: tuple[str, str]) -> None:
    properties = f'<w:rFonts w:asciiTheme="{reference}Ascii" w:eastAsiaTheme="{reference}EastAsia" w:eastAsia="旧"/>'
    settings = f'<w:themeFontLang w:eastAsia="{language}"/>'
    found = run(p(r("字", properties)), theme1=_THEME, settings=settings)
    assert (found.east_asian_font, found.ascii_font) == fonts


def test_a_direct_font_beats_the_style_s_theme_font() -> None:
    styles = _NORMAL.replace('w:eastAsia="仿宋_GB2312"', 'w:eastAsiaTheme="minorEastAsia"')
    assert run(p(r("字", '<w:rFonts w:eastAsia="楷体"/>')), styles, theme1=_THEME).east_asian_font == "楷体"


def test_style_chain_character_style_and_direct_format() -> None:
    styles = _NORMAL + (
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/>'
        '<w:rPr><w:sz w:val="36"/><w:color w:val="ff0000"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="c"><w:name w:val="c"/><w:rPr>'
        '<w:sz w:val="44"/><w:u w:val="single"/></w:rPr></w:style>'
    )
    style = '<w:pStyle w:val="b"/>'
    document = read(
        p(r("段") + r("字", '<w:rStyle w:val="c"/>') + r("直", '<w:rStyle w:val="c"/><w:sz w:val="10"/>'), style),
        styles,
    )
    assert [(each.size, each.color, each.underline) for each in document.runs] == [
        (18, "FF0000", False),
        (22, "FF0000", True),
        (5, "FF0000", True),
    ]
    assert {each.east_asian_font for each in document.runs} == {"仿宋_GB2312"}


@pytest.mark.parametrize(
    ("direct", "bold"),
    [
        ("", True),
        ('<w:b w:val="0"/>', False),
        ('<w:b w:val="false"/>', False),
        ("<w:b/>", True),
        ('<w:rStyle w:val="S"/>', False),
    ],
)
def test_toggles(direct: str, bold: bool) -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="x"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    assert run(p(r("字", direct)), styles).bold is bold


def test_runs_that_look_alike_are_one() -> None:
    document = read(p(r("一", "<w:b/>") + r("二", '<w:b w:val="1"/>') + r("三", "<w:i/>")) + p(r("四", "<w:i/>")))
    assert [(each.start, each.end, each.bold, each.italic) for each in document.runs] == [
        (0, 2, True, False),
        (2, 3, False, True),
        (4, 5, False, True),
    ]


def test_color_and_highlight() -> None:
    found = run(p(r("字", '<w:color w:val="auto"/><w:highlight w:val="yellow"/>')))
    assert (found.color, found.highlight) == ("", "yellow")


def test_the_format_of_a_paragraph() -> None:
    style = form(p("字"), _DEFAULTS + _NORMAL)
    assert style == ParagraphFormat(
        alignment="both", first_line=32, first_line_chars=2, after=8, line=28, line_rule="exact"
    )
    direct = form(
        p(
            "字",
            '<w:jc w:val="center"/><w:ind w:firstLineChars="0" w:firstLine="0" w:leftChars="100" w:right="210"/>'
            '<w:spacing w:before="120" w:line="360" w:lineRule="auto"/><w:outlineLvl w:val="1"/>'
            '<w:pageBreakBefore/><w:snapToGrid w:val="0"/><w:kinsoku w:val="false"/>',
        ),
        _DEFAULTS + _NORMAL,
    )
    assert direct == ParagraphFormat(
        alignment="center",
        first_line=0,
        first_line_chars=0,
        left_chars=1,
        right=10.5,
        before=6,
        after=8,
        line=1.5,
        line_rule="auto",
        outline_level=1,
        page_break_before=True,
        snap_to_grid=False,
        kinsoku=False,
    )


def test_a_hanging_indent_is_negative() -> None:
    found = form(p("字", '<w:ind w:hanging="420" w:hangingChars="200"/>'))
    assert (found.first_line, found.first_line_chars) == (-21, -2)


def test_kinds_from_styles() -> None:
    def style(identifier: str, name: str, extra: str = "") -> str:
        return f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>{extra}</w:style>'

    outline = '<w:pPr><w:outlineLvl w:val="{}"/></w:pPr>'
    styles = (
        style("1", "heading 1")
        + style("2", "标题 2")
        + style("3", "Title")
        + style("4", "自定", outline.format(2))
        + style("5", "子", '<w:basedOn w:val="1"/>')
        + style("6", "正文级", outline.format(9))
    )
    document = read("".join(p("字", f'<w:pStyle w:val="{number}"/>') for number in range(1, 8)), styles)
    heading, title, plain = BlockKind.HEADING, BlockKind.TITLE, BlockKind.PARAGRAPH
    assert [block.kind for block in document.blocks] == [heading, heading, title, heading, heading, plain, plain]
    assert [block.style for block in document.blocks] == ["heading 1", "标题 2", "Title", "自定", "子", "正文级", ""]


def test_a_circle_of_styles_ends() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="x"/><w:basedOn w:val="2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="y"/><w:basedOn w:val="1"/>'
        '<w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
    )
    assert run(p("字", '<w:pStyle w:val="1"/>'), styles).size == 10


_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:bottom="1985" w:left="1588" w:right="1474" '
    'w:header="851" w:footer="1588" w:gutter="0"/><w:pgNumType w:start="3" w:fmt="numberInDash"/><w:titlePg/>'
    '<w:docGrid w:type="lines" w:linePitch="579" w:charSpace="-849"/>'
)


def test_sections_with_their_page_settings() -> None:
    first = f"<w:sectPr>{_PAGE}</w:sectPr>"
    last = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    document = read(p("一") + p(r("二") + text_box(p("框")), first) + p("三") + last)
    one, two = document.sections
    assert document.text[one.start : one.end] == "一\n二\n框"
    assert document.text[two.start : two.end] == "三"
    assert (one.index, one.width, one.height, one.landscape) == (1, 210.01, 297.0, False)
    assert (one.top, one.bottom, one.left, one.right) == (37.01, 35.01, 28.01, 26.0)
    assert (one.header_distance, one.footer_distance, one.gutter) == (15.01, 28.01, 0)
    assert (one.grid_type, one.grid_line_pitch, one.grid_char_space) == (
        "lines",
        28.95,
        -849 / 4096,
    )
    assert (one.page_number_start, one.page_number_format, one.title_page) == (3, "numberInDash", True)
    assert (two.index, two.landscape, two.top, two.title_page) == (2, True, None, False)


def test_a_document_without_sections_has_one() -> None:
    (section,) = read(p("一") + p("二")).sections
    assert (section.start, section.end, section.width) == (0, 3, None)


def test_page_numbers_with_inheritance_text_boxes_and_alignment() -> None:
    odd = p(r("—") + field("PAGE \\* MERGEFORMAT", "1") + r("—"), '<w:jc w:val="right"/>')
    framed = p(r("－") + f'<w:fldSimple w:instr="PAGE">{r("2")}</w:fldSimple>', '<w:framePr w:xAlign="outside"/>')
    first = (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/>'
        '<w:footerReference w:type="even" r:id="footer2"/></w:sectPr>'
    )
    last = '<w:sectPr><w:headerReference w:type="first" r:id="header1"/></w:sectPr>'
    document = read(
        p("一", first) + p("二") + last,
        footer1=p(r() + text_box(odd)),
        footer2=framed,
        header1=p("密级", '<w:jc w:val="left"/>'),
    )
    default = PageNumber("footer", "default", "—PAGE—", True, "right")
    even = PageNumber("footer", "even", "－PAGE", True, "outside")
    assert document.sections[0].page_numbers == (default, even)
    assert document.sections[1].page_numbers == (PageNumber("header", "first", "密级", False, "left"), default, even)
