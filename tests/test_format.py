"""``baguan format``: what it repairs, what it leaves, and that the text and the other parts stay as they are."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile

import docx
import pytest
from tests.docx_builder import docx as package
from tests.docx_builder import p, r, strict, text_box
from tests.layout_samples import SAMPLES, Notice
from tests.test_rules_layout_samples import EXPECTED, layout_findings

from baguan.formatter import FormatError, format_docx
from baguan.profile import FIGURES, load_profile
from baguan.readers.docx import read_docx

RIGHT = [name for name, expected in EXPECTED.items() if not expected]
WRONG = [name for name, expected in EXPECTED.items() if expected]
#: The parts a change of page numbers may touch besides the main part; new footers come on top.
PAGE_PARTS = {"[Content_Types].xml", "word/_rels/document.xml.rels", "word/settings.xml"}


def body_text(data: bytes) -> list[str]:
    document = read_docx(data)
    return [document.block_text(block) for block in document.blocks if block.part not in ("header", "footer")]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_document_is_returned_as_it_is(name):
    data = SAMPLES[name]()
    formatted = format_docx(data, FIGURES)
    assert formatted.changes == ()
    assert formatted.data is data


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_document_checks_clean_afterwards(name, tmp_path):
    formatted = format_docx(SAMPLES[name](), FIGURES)
    assert formatted.changes
    assert layout_findings(formatted.data, tmp_path) == []


@pytest.mark.parametrize("name", WRONG)
def test_the_text_and_the_other_parts_stay(name):
    data = SAMPLES[name]()
    copy = format_docx(data, FIGURES).data
    assert body_text(copy) == body_text(data)
    before, after = parts(data), parts(copy)
    changed = {part for part in before if before[part] != after[part]}
    added = set(after) - set(before)
    assert changed <= {"word/document.xml", *PAGE_PARTS}
    assert all(part.startswith("word/footer") for part in added)
    if not added:
        assert changed == {"word/document.xml"}
    assert list(after)[: len(before)] == list(before)


@pytest.mark.parametrize("name", WRONG)
def test_a_second_run_has_nothing_to_do(name):
    once = format_docx(SAMPLES[name](), FIGURES)
    assert format_docx(once.data, FIGURES) == (once.data, ())


@pytest.mark.parametrize("name", WRONG)
def test_python_docx_opens_the_copy(name):
    data = SAMPLES[name]()
    copy = format_docx(data, FIGURES).data
    texts = [[each.text for each in docx.Document(io.BytesIO(each)).paragraphs] for each in (data, copy)]
    assert texts[0] == texts[1]


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs LibreOffice and poppler")
def test_libreoffice_sets_22_lines_on_a_page(tmp_path):
    """A full page of each formatted sample: 22 lines of text, then the page number."""
    for name in WRONG:
        (tmp_path / f"{name}.docx").write_bytes(format_docx(SAMPLES[name](), FIGURES).data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = sorted(map(str, tmp_path.glob("*.docx")))
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for name in WRONG:
        for page in ("2", "3"):
            pdf = str(tmp_path / f"{name}.pdf")
            shown = subprocess.run(
                ["pdftotext", "-f", page, "-l", page, "-layout", pdf, "-"], check=True, capture_output=True, text=True
            ).stdout
            lines = [line.strip() for line in shown.splitlines() if line.strip()]
            assert len(lines) == 23, (name, page)
            assert lines[-1].replace(" ", "") == f"—{page}—", (name, page)


# --- what it must leave alone


def _page_of(content: str, settings: str = "") -> str:
    return content + (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="2098" w:bottom="1984" w:left="1588" w:right="1474"/>{settings}</w:sectPr>'
    )


NOTICE = p("关于开展检查的通知") + p("各科室：") + p("请认真组织检查。") + p("某市财政局") + p("2024年5月6日")


def test_what_it_does_not_understand_stays():
    """Images, text boxes, fields, bookmarks, tracked changes and direct formats it has no opinion on."""
    field = '<w:fldSimple w:instr="REF a"><w:r><w:t>第一章</w:t></w:r></w:fldSimple>'
    special = p(
        '<w:bookmarkStart w:id="1" w:name="a"/>'
        + r("请按", '<w:b/><w:u w:val="single"/>')
        + field
        + '<w:ins w:id="2" w:author="甲"><w:r><w:t>新增</w:t></w:r></w:ins><w:del w:id="3" w:author="甲"><w:r>'
        '<w:delText>旧文</w:delText></w:r></w:del><w:bookmarkEnd w:id="1"/>'
    ) + p(text_box(p("框里的字")))
    body = NOTICE.replace(p("请认真组织检查。"), p("请认真组织检查。") + special)
    data = package(_page_of(body), {"footer1.xml": p("密级资料")})
    formatted = format_docx(data, FIGURES)
    assert body_text(formatted.data) == body_text(data)
    xml = parts(formatted.data)["word/document.xml"].decode()
    for kept in ("<w:b/>", '<w:u w:val="single"/>', "REF a", "<w:delText>旧文</w:delText>", 'w:name="a"', "wps:txbx"):
        assert kept in xml
    box = xml[xml.index("<wps:txbx>") : xml.index("</wps:txbx>")]
    assert "仿宋" not in box
    assert parts(formatted.data)["word/footer1.xml"] == parts(data)["word/footer1.xml"]


def test_a_footer_with_other_text_is_left_and_said():
    data = package(_page_of(NOTICE * 1), {"footer1.xml": p("某公司内部资料")})
    changes = format_docx(data, FIGURES).changes
    (left,) = [change for change in changes if not change.done]
    assert "某公司内部资料" in left.what
    assert not any("页码改为" in change.what for change in changes)


def test_a_header_shows_on_even_pages_too():
    notice = Notice()
    notice.page_number = "none"
    notice.after_build.append(lambda word: setattr(word.sections[0].header.paragraphs[0], "text", "某某工程资料"))
    copy = docx.Document(io.BytesIO(format_docx(notice.build(), FIGURES).data))
    assert copy.settings.odd_and_even_pages_header_footer
    assert copy.sections[0].even_page_header.paragraphs[0].text == "某某工程资料"


def test_a_lead_sentence_keeps_its_font():
    lead = r("一是加强领导。", '<w:rFonts w:eastAsia="楷体"/>') + r(
        "各科室要高度重视。", '<w:rFonts w:eastAsia="宋体"/>'
    )
    data = package(_page_of(NOTICE.replace(p("请认真组织检查。"), p(lead))), {"footer1.xml": p()})
    document = read_docx(format_docx(data, FIGURES).data)
    fonts = {document.text[run.start : run.end]: run.east_asian_font for run in document.runs}
    assert fonts["一是加强领导。"] == "楷体"
    assert fonts["各科室要高度重视。"] == "仿宋_GB2312"


def test_a_theme_font_gives_way():
    run = r("请认真组织检查。", '<w:rFonts w:eastAsiaTheme="minorEastAsia"/>')
    data = package(_page_of(NOTICE.replace(p("请认真组织检查。"), p(run))), {"footer1.xml": p()})
    xml = parts(format_docx(data, FIGURES).data)["word/document.xml"].decode()
    assert "eastAsiaTheme" not in xml


def test_the_signature_stands_over_the_middle_of_the_date():
    document = read_docx(format_docx(SAMPLES["体例-要素位置不对"](), FIGURES).data)
    rooms = {
        document.block_text(block): block.format.right_chars
        for block in document.blocks
        if block.format and block.format.right_chars
    }
    # The date is 6.5 characters wide (digits half), the signature 6: it ends 0.25 further from the edge.
    assert rooms == {"2026年3月20日": 4.0, "临江市水利局": 4.25}


def test_strict_documents_are_refused():
    with pytest.raises(FormatError, match="另存为"):
        format_docx(strict(package(_page_of(NOTICE), {"footer1.xml": p()})), FIGURES)


def test_figures_of_a_profile_are_used(tmp_path):
    school = load_profile("院校").complete()
    document = read_docx(format_docx(SAMPLES["体例-行距30磅"](), school).data)
    section = document.sections[0]
    assert (section.top, section.left) == pytest.approx((25.4, 31.8), abs=0.1)
    assert any(run.east_asian_font == "宋体" and run.size == 12 for run in document.runs)
    assert any(number.text == "PAGE" and number.alignment == "center" for number in section.page_numbers)


def test_a_letter_has_no_number_on_its_first_page():
    letter = load_profile("信函").complete()
    copy = format_docx(SAMPLES["体例-直接格式"](), letter)
    section = read_docx(copy.data).sections[0]
    assert section.title_page
    assert {number.variant: number.has_field for number in section.page_numbers if number.place == "footer"} == {
        "default": True,
        "first": False,
        "even": True,
    }
    assert format_docx(copy.data, letter).changes == ()


# --- the command


def test_the_command_writes_a_copy_and_lists_the_changes(baguan, tmp_path):
    source = tmp_path / "通知.docx"
    data = SAMPLES["体例-行距30磅"]()
    source.write_bytes(data)
    result = baguan("format", "通知.docx", "-o", "新.docx")
    assert result.code == 0
    assert "行距改为固定值28.95磅" in result.out
    assert "第3段" in result.out
    assert source.read_bytes() == data
    assert body_text((tmp_path / "新.docx").read_bytes()) == body_text(data)
    again = baguan("format", "通知.docx", "-o", "新.docx")
    assert again.code == 2
    assert "--force" in again.err
    assert baguan("format", "通知.docx", "-o", "新.docx", "--force").code == 0


def test_a_dry_run_writes_nothing(baguan, tmp_path):
    (tmp_path / "通知.docx").write_bytes(SAMPLES["体例-没有页码"]())
    result = baguan("format", "通知.docx", "--dry-run", "--format", "json")
    shown = json.loads(result.out)
    assert shown["output"] is None
    assert any("页码改为" in change["what"] for change in shown["changes"])
    assert [path.name for path in tmp_path.iterdir()] == ["通知.docx"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("通知.txt",), "只能排版 .docx"),
        (("通知.docx", "-o", "通知.docx"), "不能是原文件"),
        (("没有.docx",), "没有.docx"),
        (("坏.docx",), "坏.docx"),
        (("通知.docx", "--profile", "国表"), "国标"),
    ],
)
def test_bad_calls(baguan, tmp_path, arguments, message):
    (tmp_path / "通知.docx").write_bytes(SAMPLES["体例-直接格式"]())
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    result = baguan("format", *arguments)
    assert result.code == 2
    assert message in result.err
    assert "Traceback" not in result.err
