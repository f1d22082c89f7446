"""``baguan annotate``: files, text files, folders."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from tests.docx_builder import docx, p, r
from tests.docx_revisions import accepted, covered, parts, rejected

from baguan.readers import read_bytes
from baguan.readers.docx import read_docx

ROOT = Path(__file__).resolve().parent.parent
FAULTY = ROOT / "fixtures/docx/有错的通知.docx"
DATE = ("--date", "2026-01-02T03:04:05")


def test_every_finding_becomes_a_comment_on_its_text(baguan) -> None:
    assert baguan("annotate", str(FAULTY), "-o", "out.docx", *DATE).code == 0
    report = json.loads(baguan("check", "--exit-zero", "--format", "json", str(FAULTY)).out)
    told = covered(Path("out.docx").read_bytes())
    assert len(told) == len(report["findings"])
    by_code: dict[str, list[str]] = {}
    for text, lines in told:
        by_code.setdefault(re.search(r"[A-Z]{2}\d{3}", lines)[0], []).append(text)
    for finding in report["findings"]:
        if finding["text"] and finding["part"] in ("body", "table"):
            assert finding["text"] in by_code[finding["code"]], finding["code"]
    misspelt = next(lines for text, lines in told if text == "贯撤")
    assert misspelt == (
        "WZ101［错误］文字关“贯撤”是错别字，应写作“贯彻”建议：“贯撤”改为“贯彻”"
        "依据：《党政机关公文处理工作条例》 第二十条（应当）"
    )
    assert [text for text, lines in told if "天头" in lines] == ["临江市水利局文件"]  # page settings: the paragraph


def test_the_same_date_gives_the_same_bytes(baguan) -> None:
    for name in ("one.docx", "two.docx"):
        baguan("annotate", str(FAULTY), "-o", name, "--mode", "both", "--unsafe", *DATE)
    assert Path("one.docx").read_bytes() == Path("two.docx").read_bytes()
    baguan("annotate", str(FAULTY), "-o", "two.docx", "--mode", "both", "--unsafe", "--date", "2026-01-03")
    assert Path("one.docx").read_bytes() != Path("two.docx").read_bytes()


def test_revisions_and_both(baguan) -> None:
    original = read_docx(FAULTY.read_bytes()).text
    for mode, comments in (("revisions", False), ("both", True)):
        assert baguan("annotate", str(FAULTY), "-o", "out.docx", "--mode", mode, *DATE).code == 0
        data = Path("out.docx").read_bytes()
        assert ("word/comments.xml" in parts(data)) is comments
        assert rejected(data) == original
        assert "贯彻" in accepted(data)
        assert "布署" in accepted(data)  # probable fixes only with --unsafe
    baguan("annotate", str(FAULTY), "-o", "out.docx", "--mode", "both", "--unsafe", *DATE)
    assert "布署" not in accepted(Path("out.docx").read_bytes())


def test_an_annotated_copy_is_not_overwritten(baguan, tmp_path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(p(r("认真贯撤落实"))))
    assert baguan("annotate", "a.docx").code == 0
    (tmp_path / "a.annotated.docx").write_bytes(b"work")
    assert baguan("annotate", "a.docx").code == 2
    assert (tmp_path / "a.annotated.docx").read_bytes() == b"work"
    assert baguan("annotate", "--force", "a.docx").code == 0
    assert baguan("annotate", "-o", "a.docx", "a.docx").code == 2
    assert read_docx((tmp_path / "a.docx").read_bytes()).text == "认真贯撤落实"


def test_a_text_is_marked_and_its_remarks_listed(baguan, tmp_path) -> None:
    (tmp_path / "a.txt").write_bytes("各单位要认真贯撤落实。\r\n第二行\r\n".encode("gb18030"))
    assert baguan("annotate", "a.txt").code == 0
    lines = (tmp_path / "a.annotated.txt").read_bytes().decode("gb18030").split("\r\n")
    assert lines[:2] == ["各单位要认真【贯撤】〔1〕落实。", "第二行"]
    assert lines[-2].startswith("〔1〕第1行第7列　WZ101［错误］文字关：“贯撤”是错别字")
    assert "\n" not in "".join(lines)


def test_without_marks_and_list_the_text_is_the_old_one(baguan, tmp_path) -> None:
    for path in sorted((ROOT / "fixtures").rglob("*.txt")):
        baguan("annotate", "--force", "-o", "out.txt", str(path))
        marked = (tmp_path / "out.txt").read_text(encoding="utf-8").partition("\n\n――")[0]
        plain = re.sub(r"【|】|〔\d{1,3}〕", "", marked).rstrip()
        assert plain == re.sub(r"【|】|〔\d{1,3}〕", "", path.read_text(encoding="utf-8")).rstrip()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("a.txt", "--mode", "comments"), "应为 inline"),
        (("a.docx", "--mode", "inline"), "应为 comments"),
        (("b.docx",), "文件不存在"),
        (("a.txt", "--date", "昨天"), "应写作 2026-01-31"),
        ((".",), "需用 -o 指定输出文件夹"),
        ((".", "-o", "."), "输出目录不能就是输入目录"),
        (("a.docx", ".", "-o", "out"), "一次只接受一个文件夹"),
    ],
)
def test_wrong_calls(baguan, tmp_path, arguments, told) -> None:
    (tmp_path / "a.txt").write_text("甲\n", encoding="utf-8")
    (tmp_path / "a.docx").write_bytes(docx(p("甲")))
    result = baguan("annotate", *arguments)
    assert result.code == 2
    assert told in result.err


def test_several_files_into_a_folder(baguan, tmp_path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("贯撤\n", encoding="utf-8")
    assert baguan("annotate", "a.txt", "missing.txt", "b.txt", "-o", "out").code == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.txt", "b.txt"]


# --- a folder


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "in/二级").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text("认真贯撤落实\n", encoding="utf-8")
    (tmp_path / "in/二级/b&c.docx").write_bytes(docx(p(r("认真贯撤落实"))))
    (tmp_path / "in/坏.docx").write_bytes(b"PK broken")
    return tmp_path


def test_a_folder_gives_the_same_tree_reports_and_an_index(baguan, tree) -> None:
    result = baguan("annotate", "in", "-o", "out", *DATE)
    assert result.code == 2
    assert "坏.docx" in result.err
    assert "完成 2 个文件，1 个未能处理" in result.out
    out = tree / "out"
    assert "【贯撤】" in (out / "a.txt").read_text(encoding="utf-8")
    assert covered((out / "二级/b&c.docx").read_bytes())[0][0] == "贯撤"
    index = (out / "index.html").read_text(encoding="utf-8")
    links = re.findall('href="([^#"]*)"', index)
    from urllib.parse import unquote

    assert {unquote(link) for link in links} == {
        "a.txt", "a.txt.html", "二级/b&c.docx", "二级/b&c.docx.html"
    }  # fmt: skip
    assert all((out / unquote(link)).exists() for link in links)
    assert "坏.docx" in index
    assert 'data-n="1"' in (out / "a.txt.html").read_text(encoding="utf-8")


def test_a_run_is_taken_up_where_it_stopped(baguan, tree) -> None:
    (tree / "in/坏.docx").unlink()
    call = ("annotate", "in", "-o", "out", *DATE)
    assert "完成 2 个文件；" in baguan(*call).out
    assert "完成 0 个文件，2 个上次已完成" in baguan(*call).out
    journal = tree / "out/.baguan-batch.jsonl"
    lines = [line for line in journal.read_text(encoding="utf-8").splitlines() if line]
    journal.write_text(lines[0] + "\n" + lines[1][:40], encoding="utf-8")  # cut off while writing
    assert "完成 1 个文件，1 个上次已完成" in baguan(*call).out
    (tree / "in/a.txt").write_text("又一处贯撤\n", encoding="utf-8")
    assert "完成 1 个文件，1 个上次已完成" in baguan(*call).out
    assert "又一处" in (tree / "out/a.txt").read_text(encoding="utf-8")
    (tree / "out/a.txt").write_text("改乱了", encoding="utf-8")
    assert "完成 1 个文件，1 个上次已完成" in baguan(*call).out
    assert "完成 2 个文件；" in baguan(*call, "--mode", "both").out  # other options


def test_an_output_inside_the_folder_is_no_source(baguan, tree) -> None:
    (tree / "in/坏.docx").unlink()
    for expected in ("完成 2 个文件；", "完成 0 个文件，2 个上次"):
        assert expected in baguan("annotate", "in", "-o", "in/out", *DATE).out


# --- LibreOffice


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_sees_every_comment_and_change(baguan, tmp_path) -> None:
    baguan("annotate", str(FAULTY), "-o", "out.docx", "--mode", "both", "--unsafe", *DATE)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), "out.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    root = etree.parse(str(tmp_path / "out.fodt")).getroot()
    office, text, creator = root.nsmap["office"], root.nsmap["text"], f"{{{root.nsmap['dc']}}}creator"
    name = f"{{{office}}}name"
    notes = [note for note in root.iter(f"{{{office}}}annotation") if note.findtext(creator) == "把关"]
    ends = {end.get(name) for end in root.iter(f"{{{office}}}annotation-end")}
    data = Path("out.docx").read_bytes()
    assert len(notes) == len(covered(data))
    assert all(note.get(name) in ends for note in notes)
    kinds = [etree.QName(each[0]).localname for each in root.iter(f"{{{text}}}changed-region")]
    assert kinds.count("deletion") == parts(data)["word/document.xml"].count(b"<w:del ")
    assert kinds.count("insertion") >= parts(data)["word/document.xml"].count(b"<w:ins ") - 1
    assert read_bytes(data, "out.docx").text == accepted(data)
