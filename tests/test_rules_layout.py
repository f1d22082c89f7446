"""What the examples of the layout rules cannot show: parsing, measures of Word paragraphs, whole documents."""

from __future__ import annotations

import pytest

from baguan.document import Document
from baguan.model import Finding, Severity
from baguan.readers.docx import read_docx
from baguan.structure import recognise
from baguan.testing import package
from baguan.wordmeasure import family, line_pitch, size_name
from baguan_rules.layout import RULES
from baguan_rules.layout.attachments import entries, pages
from baguan_rules.layout.elements import arabic_date
from baguan_rules.layout.samples import FOOTER, INDENT, PAGE_FIELD, SECTION, paragraph, sample

_NOTICE = "关于开展检查的通知\n各科室：\n请按要求办理。\n{}\n某市财政局\n2024年5月6日"


def document(text: str, kind: str = "") -> Document:
    made = Document.from_text(text)
    made.requested_kind = kind
    made.recogniser = recognise
    return made


def word(body: str, parts: dict[str, str] | None = None, kind: str = "statutory") -> Document:
    made = read_docx(package(body, parts))
    made.requested_kind = kind
    made.recogniser = recognise
    return made


def findings(made: Document, prefix: str = "TL") -> list[Finding]:
    return [
        finding
        for rule in RULES
        if rule.code.startswith(prefix) and rule.applies_to(made)
        for finding in rule.check(made)
    ]


def codes(made: Document, prefix: str = "TL") -> list[str]:
    return [finding.code for finding in findings(made, prefix)]


@pytest.mark.parametrize(
    ("text", "arabic"),
    [
        ("二〇二四年十月二十一日", "2024年10月21日"),
        ("二○一三年元月八日", "2013年1月8日"),
        ("2024年05月06日", "2024年5月6日"),
        ("2024-5-6", "2024年5月6日"),
        ("2024年5月6号", "2024年5月6日"),
        ("2024年5月", ""),
        ("二〇二四年十三月一日", ""),
    ],
)
def test_arabic_date(text: str, arabic: str) -> None:
    assert arabic_date(text) == arabic


def test_entries_join_a_name_that_runs_over() -> None:
    made = document(_NOTICE.format("附件：1.安全生产检查\n　　　　　情况登记表\n　　　2.工作方案"))
    assert [(entry.number, entry.name) for entry in entries(made)] == [(1, "安全生产检查情况登记表"), (2, "工作方案")]


def test_a_year_is_no_number_of_an_attachment() -> None:
    (entry,) = entries(document(_NOTICE.format("附件：2024年检查表")))
    assert (entry.number, entry.name) == (0, "2024年检查表")


def test_pages_of_attachments() -> None:
    made = document(_NOTICE.format("附件：1.检查表\n2.工作方案") + "\n附件1\n检查表\n附件2\n工作方案\n一、总则")
    assert [(page.number, page.lines[0]) for page in pages(made)] == [(1, "检查表"), (2, "工作方案")]
    assert codes(made, "TL12") == []


def test_every_finding_of_a_faulty_notice() -> None:
    made = document(
        "某市人民政府文件\n某政发[2024]第03号\n关于报送情况的通知。\n各区人民政府，市直各单位:\n请办理，详见附件3。\n"
        "附件：1、检查表。\n　　　2、工作方案\n某市人民政府\n2024年05月06日\n(联系人：李某，电话：12345678)\n"
        "抄送：市委办公室\n某市人民政府办公室　　2024年05月07日印发"
    )
    found = findings(made, "TL1")
    assert sorted({finding.code for finding in found}) == [
        *("TL101", "TL102", "TL103", "TL107", "TL110", "TL112"),
        *("TL121", "TL122", "TL125", "TL131", "TL132", "TL135"),
    ]
    errors = {finding.code for finding in found if finding.severity is Severity.ERROR}
    assert errors == {"TL101", "TL102", "TL103", "TL107", "TL122", "TL132"}


def test_the_same_words_in_a_speech_are_no_layout_faults() -> None:
    made = document("在大会上的讲话\n同志们：\n某政发[2024]第03号文件要落实。\n二〇二四年五月六日", "speech")
    assert codes(made, "TL1") == []


def test_automatic_numbers_are_in_sequence() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/><w:suff w:val="nothing"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    settings = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = "".join(paragraph(text, settings=settings) for text in ("总体要求", "主要任务", "保障措施"))
    made = word(body + paragraph("五、附则") + SECTION, {"numbering.xml": numbering}, kind="")
    assert made.text.startswith("一、总体要求\n二、主要任务\n三、保障措施\n五、附则")
    assert codes(made, "TL3") == ["TL301"]


@pytest.mark.parametrize(
    ("spacing", "grid", "pitch", "wide"),
    [
        ('<w:spacing w:line="560" w:lineRule="exact"/>', "", 28.0, False),
        ('<w:spacing w:line="579" w:lineRule="exact"/>', "", 28.95, False),
        ('<w:spacing w:line="580" w:lineRule="exact"/>', "", 29.0, True),
        ('<w:spacing w:line="600" w:lineRule="exact"/>', "", 30.0, True),
        ("", '<w:docGrid w:type="linesAndChars" w:linePitch="579"/>', 28.95, False),
        (
            "",
            '<w:docGrid w:type="lines" w:linePitch="312"/>',
            31.2,
            True,
        ),  # size 16 takes two lines of Word's default grid
        ('<w:snapToGrid w:val="0"/>', '<w:docGrid w:type="lines" w:linePitch="312"/>', 18.4, False),
        ('<w:spacing w:line="480" w:lineRule="auto"/>', "", 36.8, True),
        ('<w:spacing w:line="640" w:lineRule="atLeast"/>', "", 32.0, True),
    ],
)
def test_line_pitch(spacing: str, grid: str, pitch: float, wide: bool) -> None:
    section = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{grid}</w:sectPr>'
    made = word(sample(section=section, settings=spacing + INDENT))
    block = next(block for block in made.blocks if made.block_text(block).startswith("请各科室"))
    measured = line_pitch(made, block)
    assert measured is not None
    assert measured == pytest.approx(pitch, abs=0.01)
    assert ("TL215" in codes(made)) is wide


def test_a_page_that_keeps_to_the_standard_is_clean() -> None:
    even = FOOTER.replace("default", "even").replace("footer1", "footer2")
    section = SECTION.replace("<w:docGrid", FOOTER + even + "<w:docGrid")
    odd = PAGE_FIELD["footer1.xml"].replace("<w:p>", '<w:p><w:pPr><w:jc w:val="right"/></w:pPr>')
    parts = {
        "footer1.xml": odd,
        "footer2.xml": odd.replace("right", "left"),
        "settings.xml": "<w:evenAndOddHeaders/>",
    }
    assert codes(word(sample(section=section, repeat=30), parts)) == []


def test_margins_of_a_landscape_section_are_left_alone() -> None:
    section = (
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:top="1440" w:bottom="1440" w:left="1440" w:right="1440"/></w:sectPr>'
    )
    assert "TL202" not in codes(word(sample(section=section)))


def test_one_finding_for_sections_with_the_same_fault() -> None:
    page = '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/></w:sectPr>'
    body = f"<w:p><w:pPr>{page}</w:pPr><w:r><w:t>首节。</w:t></w:r></w:p>" + sample(section=page)
    (found,) = findings(word(body), "TL201")
    assert "共2节" in found.message
    assert (found.part, found.where) == ("section", "第1节页面设置")


def test_names_of_fonts_and_sizes() -> None:
    assert family("FangSong_GB2312") == "仿宋"
    assert family("方正小标宋简体") == "小标宋"
    assert family("微软雅黑") == "微软雅黑"
    assert size_name(16.0) == "三号（16磅）"
    assert size_name(13.0) == "13磅"


@pytest.mark.parametrize(
    ("border", "line"),
    [
        ('<w:bottom w:val="single" w:color="ff0000"/>', "FF0000"),
        ('<w:bottom w:val="single"/>', "auto"),
        ('<w:bottom w:val="nil" w:color="FF0000"/>', ""),
        ('<w:top w:val="single" w:color="FF0000"/>', ""),
    ],
)
def test_a_border_is_resolved_through_the_style(border: str, line: str) -> None:
    properties = f"<w:pPr><w:pBdr>{border}</w:pBdr></w:pPr>"
    style = f'<w:style w:type="paragraph" w:styleId="a"><w:name w:val="文号"/>{properties}</w:style>'
    made = word(paragraph("某财发〔2024〕3号", settings='<w:pStyle w:val="a"/>'), {"styles.xml": style})
    form = made.blocks[0].format
    assert form is not None
    assert form.line_below == line


@pytest.mark.parametrize("colour", ["", "000000"])
def test_a_black_line_in_another_place_is_no_header_line(colour: str) -> None:
    line = f'<w:pBdr><w:bottom w:val="single" w:color="{colour or "auto"}"/></w:pBdr>'
    made = word(sample(after=paragraph("抄送：甲局。", settings=line)))
    assert "TL252" not in codes(made)
