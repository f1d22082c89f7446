"""What of a .docx becomes text: stories, runs, fields, revisions, objects."""

from __future__ import annotations

import pytest
from tests.docx_builder import docx, field, p, r, strict, table, text_box

from baguan.document import OBJECT, BlockKind, Document, MarkKind
from baguan.readers.docx import read_docx


def read(body: str, **parts: str) -> Document:
    document = read_docx(docx(body, {f"{name}.xml": content for name, content in parts.items()}))
    assert document.text.split("\n") == [document.block_text(block) for block in document.blocks]
    return document


def kinds(document: Document) -> list[tuple[BlockKind, str]]:
    return [(block.kind, document.block_text(block)) for block in document.blocks]


def marks(document: Document, kind: MarkKind) -> list[tuple[str, str]]:
    return [(document.text[mark.start : mark.end], mark.value) for mark in document.marks_of(kind)]


def test_every_paragraph_is_a_line_and_empty_ones_count() -> None:
    document = read(p("甲") + p() + p("乙"))
    assert document.text == "甲\n\n乙"
    assert [block.path for block in document.blocks] == [f"word/document.xml#p{n}" for n in (1, 2, 3)]
    assert document.format == "docx"


def test_ninety_three_runs_in_one_paragraph() -> None:
    document = read(p("".join(r(f"字{n}") for n in range(93))))
    assert document.text == "".join(f"字{n}" for n in range(93))
    assert len(document.nodes) == 93
    assert len(document.runs) == 1  # one look, however many runs


def test_smart_tags_hyperlinks_and_custom_xml_are_transparent() -> None:
    body = p(
        r("由")
        + f'<w:smartTag w:element="x"><w:smartTagPr/>{r("市")}<w:smartTag>{r("政府")}</w:smartTag></w:smartTag>'
        + f"<w:hyperlink>{r('发文')}</w:hyperlink><w:customXml>{r('公布')}</w:customXml>"
        + f"<w:dir>{r('右')}</w:dir><w:bdo>{r('左')}</w:bdo>"
    )
    assert read(body).text == "由市政府发文公布右左"


def test_content_controls_at_every_level() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    cell = f"<w:tc>{p('格')}</w:tc>"
    rows = f"<w:tbl>{control(f'<w:tr>{cell}{control(cell)}</w:tr>')}</w:tbl>"
    document = read(control(p("块")) + p(r("行") + control(r("内"))) + rows)
    assert document.text == "块\n行内\n格\n格"
    assert [block.table for block in document.blocks] == [None, None, (1, 1, 1), (1, 1, 2)]


@pytest.mark.parametrize(
    ("properties", "editable"),
    [
        ('<w:dataBinding w:xpath="/a"/>', False),
        ('<w:lock w:val="contentLocked"/>', False),
        ('<w:lock w:val="sdtLocked"/>', True),
    ],
)
def test_a_locked_or_bound_content_control_is_not_editable(properties: str, editable: bool) -> None:
    body = f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{r('值')}</w:sdtContent></w:sdt>"
    assert [node.editable for node in read(p(body)).nodes] == [editable]


def test_a_text_box_given_twice_is_read_once_after_its_paragraph() -> None:
    document = read(p(r("前") + text_box(p("框一") + p("框二")) + r("后")) + p("下段"))
    assert kinds(document) == [
        (BlockKind.PARAGRAPH, "前后"),
        (BlockKind.TEXTBOX, "框一"),
        (BlockKind.TEXTBOX, "框二"),
        (BlockKind.PARAGRAPH, "下段"),
    ]


def test_the_fallback_is_read_when_only_it_says_something() -> None:
    fallback = (
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('框')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    )
    body = f'<mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice>{fallback}</mc:AlternateContent>'
    assert read(p(r("段") + r(xml=body))).text == "段\n框"


def test_alternatives_between_paragraphs_rows_and_cells() -> None:
    def either(one: str, other: str) -> str:
        choice = f'<mc:Choice Requires="x">{one}</mc:Choice><mc:Fallback>{other}</mc:Fallback>'
        return f"<mc:AlternateContent>{choice}</mc:AlternateContent>"

    def cell(text: str) -> str:
        return f"<w:tc>{p(text)}</w:tc>"

    row = f"<w:tr>{either(cell('格'), cell('旧格'))}</w:tr>"
    document = read(either(p("段"), p("旧段")) + f"<w:tbl>{either(row, row)}</w:tbl>")
    assert document.text == "段\n格"


def test_a_vml_text_box_and_word_art() -> None:
    box = f"<w:pict><v:shape><v:textbox><w:txbxContent>{p('框')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    art = '<w:pict><v:shape><v:textpath string="某市人民政府文件"/></v:shape></w:pict>'
    document = read(p(r("段") + r(xml=box) + r(xml=art)))
    assert document.text == "段\n框\n某市人民政府文件"
    assert [node.editable for node in document.nodes] == [True, True, False]


def test_a_table_in_a_table_and_its_coordinates() -> None:
    inner = table((p("内一"), p("内二")))
    document = read(table((p("一"), p("二") + inner + p("尾")), (p("三"), p("四"))) + p("外") + table((p("五"),)))
    assert [(document.block_text(block), block.table, block.kind) for block in document.blocks] == [
        ("一", (1, 1, 1), BlockKind.CELL),
        ("二", (1, 1, 2), BlockKind.CELL),
        ("内一", (2, 1, 1), BlockKind.CELL),
        ("内二", (2, 1, 2), BlockKind.CELL),
        ("尾", (1, 1, 2), BlockKind.CELL),
        ("三", (1, 2, 1), BlockKind.CELL),
        ("四", (1, 2, 2), BlockKind.CELL),
        ("外", None, BlockKind.PARAGRAPH),
        ("五", (3, 1, 1), BlockKind.CELL),
    ]


def test_tracked_insertions_deletions_and_moves() -> None:
    body = p(
        r("原")
        + f'<w:ins w:id="1">{r("加")}</w:ins><w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del>'
        + f'<w:moveFrom w:id="3">{r("移走")}</w:moveFrom><w:moveTo w:id="4">{r("移来")}</w:moveTo>'
    )
    document = read(body)
    assert document.text == "原加移来"
    assert marks(document, MarkKind.INSERTION) == [("加", ""), ("移来", "")]
    assert marks(document, MarkKind.DELETION) == [("", "删"), ("", "移走")]
    assert [mark.start for mark in document.marks_of(MarkKind.DELETION)] == [2, 2]


def test_a_deleted_table_row_leaves_its_lines_empty() -> None:
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('删')}</w:tc></w:tr>"
    document = read(f"<w:tbl>{row}<w:tr><w:tc>{p('留')}</w:tc></w:tr></w:tbl>")
    assert document.text == "\n留"
    assert marks(document, MarkKind.DELETION) == [("", "删")]


def test_a_field_result_is_text_but_not_editable() -> None:
    document = read(p(r("见第") + field("REF 条 \\h", "五") + r("条")))
    assert document.text == "见第五条"
    assert marks(document, MarkKind.FIELD) == [("五", "REF 条 \\h")]
    assert [node.editable for node in document.nodes] == [True, False, True]


def test_a_simple_field_and_a_field_without_result() -> None:
    document = read(p(r("共") + f'<w:fldSimple w:instr=" NUMPAGES ">{r("3")}</w:fldSimple>' + r("页") + field("PAGE")))
    assert document.text == "共3页"
    assert marks(document, MarkKind.FIELD) == [("3", "NUMPAGES"), ("", "PAGE")]


def test_a_table_of_contents_spans_paragraphs_with_fields_inside() -> None:
    begin, rest = field("TOC \\o 1-3", "<w:r/>").rsplit("<w:r>", 1)
    entry = f"<w:hyperlink>{r('第一章')}{r(xml='<w:tab/>')}{field('PAGEREF _Toc1', '1')}</w:hyperlink>"
    document = read(p(begin + entry) + p("第二章") + p("<w:r>" + rest) + p("正文"))
    assert document.text == "第一章\t1\n第二章\n\n正文"
    assert marks(document, MarkKind.FIELD) == [("第一章\t1\n第二章\n", "TOC \\o 1-3"), ("1", "PAGEREF _Toc1")]
    assert [document.text[node.start : node.end] for node in document.nodes if node.editable] == ["正文"]


def test_the_result_of_a_field_inside_an_instruction_is_not_shown() -> None:
    inner = field("REF x", "甲")
    code = r(xml="<w:instrText> IF </w:instrText>") + inner
    begin, separate, end = (r(xml=f'<w:fldChar w:fldCharType="{k}"/>') for k in ("begin", "separate", "end"))
    document = read(p(begin + code + separate + r("结果") + end))
    assert document.text == "结果"


def test_a_field_that_never_ends_swallows_nothing() -> None:
    document = read(p(r("前") + r(xml='<w:fldChar w:fldCharType="begin"/>') + r("后")) + p("下"))
    assert document.text == "前后\n下"


def test_a_hyperlink_field_stays_editable() -> None:
    document = read(p(field('HYPERLINK "http://example.invalid"', "链接")))
    assert document.text == "链接"
    assert [node.editable for node in document.nodes] == [True]


def test_soft_breaks_tabs_hyphens_and_page_breaks() -> None:
    inner = (
        "<w:t>一</w:t><w:br/><w:t>二</w:t><w:cr/><w:t>三</w:t><w:tab/><w:t>四</w:t><w:noBreakHyphen/>"
        '<w:t>五</w:t><w:softHyphen/><w:t>六</w:t><w:br w:type="page"/><w:t>七</w:t><w:lastRenderedPageBreak/>'
    )
    document = read(p(r(xml=inner)))
    assert document.text == "一\v二\v三\t四-五六七"
    assert [mark.start for mark in document.marks_of(MarkKind.PAGE_BREAK)] == [10]


def test_white_space_counts_only_when_it_is_preserved() -> None:
    document = read(p(r(xml="<w:t> 甲 </w:t>") + r(" 乙 ") + r(xml='<w:t xml:space="preserve">丙\n丁</w:t>')))
    assert document.text == "甲 乙 丙 丁"
    assert document.nodes[0].offset == 1


@pytest.mark.parametrize(
    ("font", "code", "character"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings", "006E", "■"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "00A3", "□"),
        ("Symbol", "F0D6", "√"),
        ("Symbol", "F0B4", "×"),
        ("Wingdings", "F06C", "●"),
        ("Wingdings", "F075", "◆"),
        ("Wingdings", "F0E0", "→"),
        ("Wingdings", "F001", OBJECT),
        ("某字体", "E123", OBJECT),
        ("宋体", "25CB", "○"),
        ("宋体", "坏", OBJECT),
    ],
)
def test_symbols(font: str, code: str, character: str) -> None:
    document = read(p(r(xml=f'<w:sym w:font="{font}" w:char="{code}"/>')))
    assert document.text == character
    assert not document.nodes[0].editable


def test_ruby_gives_its_base_text() -> None:
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{r('pīn')}</w:rt><w:rubyBase>{r('拼')}</w:rubyBase></w:ruby>"
    assert read(p(r("注") + r(xml=ruby) + r("音"))).text == "注拼音"


def test_objects_and_formulas() -> None:
    picture = (
        "<w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    line = '<w:pict><v:line style="position:absolute"/></w:pict>'
    formula = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    document = read(p(r("图") + r(xml=picture) + r(xml=line) + formula + r(xml="<w:object/>")))
    assert document.text == "图" + OBJECT * 3, "浮动的线条不占文字的位置"
    assert [value for _, value in marks(document, MarkKind.OBJECT)] == [
        "picture",
        "floating shape",
        "formula",
        "object",
    ]


def test_an_eq_field_is_a_formula() -> None:
    assert read(p(field("eq \\o\\ac(○,1)"))).text == OBJECT


def test_hidden_text_directly_and_through_a_style() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:name w:val="暗"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="I"><w:name w:val="更暗"/><w:basedOn w:val="H"/></w:style>'
    )
    body = p(
        r("明")
        + r("暗一", "<w:vanish/>")
        + r("暗二", '<w:rStyle w:val="I"/>')
        + r("又明", '<w:rStyle w:val="I"/><w:vanish w:val="0"/>')
    )
    document = read(body, styles=styles)
    assert document.text == "明又明"
    assert marks(document, MarkKind.HIDDEN) == [("", "暗一暗二")]


def test_comments_and_directives() -> None:
    comments = "".join(
        f'<w:comment w:id="{n}">{p(t)}</w:comment>' for n, t in ((1, "请核"), (2, "baguan: ignore WZ201 名称如此"))
    )
    body = (
        p("首段")
        + '<w:commentRangeStart w:id="1"/>'
        + p(r("甲") + '<w:commentRangeStart w:id="2"/>' + r("乙") + '<w:commentRangeEnd w:id="2"/>' + r("丙"))
        + p(r("丁") + '<w:commentRangeEnd w:id="1"/>' + r(xml='<w:commentReference w:id="1"/>'))
    )
    document = read(body, comments=comments)
    assert marks(document, MarkKind.COMMENT) == [("甲乙丙\n丁", "请核"), ("乙", "baguan: ignore WZ201 名称如此")]
    (directive,) = document.directives
    assert (directive.line, directive.text) == (2, "ignore WZ201 名称如此")
    assert document.text[directive.start : directive.end] == "乙"


def test_a_comment_without_a_range_stands_where_it_is_referred_to() -> None:
    document = read(
        p(r("甲") + r(xml='<w:commentReference w:id="7"/>')), comments=f'<w:comment w:id="7">{p("说")}</w:comment>'
    )
    assert [(mark.start, mark.end) for mark in document.marks_of(MarkKind.COMMENT)] == [(1, 1)]


def test_footnotes_and_endnotes_follow_the_body_without_separators() -> None:
    notes = (
        '<w:{0} w:type="separator" w:id="-1">' + p("线") + "</w:{0}>"
        '<w:{0} w:id="1">' + p(r(xml="<w:footnoteRef/>") + r("注{1}")) + "</w:{0}>"
    )
    body = p(r("正文") + r(xml='<w:footnoteReference w:id="1"/>')) + p("末")
    document = read(body, footnotes=notes.format("footnote", "脚"), endnotes=notes.format("endnote", "尾"))
    assert kinds(document) == [
        (BlockKind.PARAGRAPH, "正文"),
        (BlockKind.PARAGRAPH, "末"),
        (BlockKind.FOOTNOTE, "注脚"),
        (BlockKind.ENDNOTE, "注尾"),
    ]
    assert document.blocks[2].path == "word/footnotes.xml#p2"


def test_headers_and_footers_once_each_and_in_order() -> None:
    references = "".join(
        f'<w:{place}Reference w:type="{kind}" r:id="{place}{n}"/>'
        for n, kind in enumerate(("default", "first", "even"), 1)
        for place in ("footer", "header")
    )
    parts = {f"{place}{n}": p(f"{place}{n}") for place in ("header", "footer") for n in (1, 2, 3)}
    section = f"<w:sectPr>{references}</w:sectPr>"
    document = read(p("一", section) + p("二") + section, **parts)
    expected = [f"{place}{n}" for place in ("header", "footer") for n in (1, 2, 3)]
    assert document.text.split("\n") == ["一", "二", *expected]
    assert [block.part for block in document.blocks[2:]] == ["header"] * 3 + ["footer"] * 3


def test_word_written_by_wps() -> None:
    body = p(r("正文", '<w:rFonts w:hint="eastAsia" w:eastAsia="仿宋_GB2312"/>')) + "<wpsCustomData:sectExts/>"
    parts = {
        "/docProps/app.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>WPS Office_12.1.0.1</Application></Properties>"
        ),
        "/docProps/custom.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
            '<property name="签发人"><v>张三</v></property></Properties>'
        ),
        "/docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>通知</dc:title><dc:creator>甲</dc:creator>'
            "<cp:lastModifiedBy>乙</cp:lastModifiedBy></cp:coreProperties>"
        ),
    }
    document = read_docx(docx(body, parts), "a.docx")
    assert document.text == "正文"
    assert document.path == "a.docx"
    assert document.properties == {
        "application": "WPS Office_12.1.0.1",
        "title": "通知",
        "creator": "甲",
        "last_modified_by": "乙",
        "custom.签发人": "张三",
    }


def test_word_written_on_a_mac_names_the_program() -> None:
    application = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Macintosh Word</Application></Properties>"
    )
    document = read_docx(docx(p("正文"), {"/docProps/app.xml": application}))
    assert document.properties["application"] == "Microsoft Macintosh Word"


def test_strict_namespaces() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
        '<w:rPr><w:rFonts w:eastAsia="仿宋"/></w:rPr></w:style>'
    )
    body = p(r("甲") + f'<w:ins w:id="1">{r("乙")}</w:ins>', '<w:ind w:firstLine="2cm"/><w:jc w:val="start"/>')
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/><w:pgSz w:w="210mm" w:h="297mm"/></w:sectPr>'
    )
    document = read_docx(strict(docx(body + section, {"styles.xml": styles, "footer1.xml": p("脚")})))
    assert document.text == "甲乙\n脚"
    assert document.runs[0].east_asian_font == "仿宋"
    form = document.blocks[0].format
    assert form is not None
    assert (form.alignment, form.first_line) == ("left", 56.6929)
    assert (document.sections[0].width, document.sections[0].height) == (210, 297)


def test_settings() -> None:
    document = read(p("甲"), settings='<w:evenAndOddHeaders/><w:trackRevisions w:val="false"/>')
    assert document.properties == {"even_and_odd_headers": "true"}


def test_five_thousand_paragraphs() -> None:
    lines = [f"第{number}段，内容如下。" for number in range(5000)]
    document = read("".join(p(r(line[:3]) + r(line[3:], "<w:b/>")) for line in lines))
    assert document.text == "\n".join(lines)
    assert len(document.blocks) == 5000
    assert len(document.runs) == 10_000


def test_unknown_elements_are_entered_not_lost() -> None:
    paragraph = p(f"<w:auch>{r('字')}</w:auch>")
    assert read(f"<w:neu>{paragraph}</w:neu>").text == "字"


def test_a_paragraph_inside_a_paragraph_follows_it() -> None:
    assert read(f"<w:p>{r('外')}<w:p>{r('内')}</w:p>{r('续')}</w:p>").text == "外续\n内"
