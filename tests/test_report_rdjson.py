"""rdjson: its byte columns are checked against the bytes of real files, its suggestions by applying them."""

from __future__ import annotations

import json

import pytest

from baguan.document import Document
from baguan.model import Applicability, Basis, Edit, Finding, Fix, Severity
from baguan.record import FileReport, Report, RuleInfo, make_records
from baguan.report import RenderOptions, render

INFOS = {"WZ901": RuleInfo("wrong-word", "文字关", Basis("自拟标准"))}
TEXT = "😀第一行，é甲𠮷。\n\t第二行乙\n第三行\n"


def finding(start, end, *edits, applicability=Applicability.SAFE):
    fix = Fix("改", tuple(Edit(*edit) for edit in edits), applicability) if edits else None
    return Finding("WZ901", start, end, "有误", Severity.WARNING, fix)


def diagnostics(path, text, *findings):
    document = Document.from_text(text, path=str(path))
    document.source = document.text
    records = tuple(make_records(document, findings, INFOS))
    report = Report((FileReport(str(path), findings=records),))
    return json.loads(render("rdjson", report, RenderOptions()))["diagnostics"]


def cut(data, place):
    """The bytes a range names, as the format counts them."""
    lines = data.split(b"\n")
    offset = [sum(len(line) + 1 for line in lines[: end["line"] - 1]) + end["column"] - 1 for end in place.values()]
    return slice(*offset)


def applied(data, diagnostic):
    (suggestion,) = diagnostic["suggestions"]
    span = cut(data, suggestion["range"])
    return data[: span.start] + suggestion["text"].encode() + data[span.stop :]


@pytest.fixture
def written(tmp_path):
    def write(data, name="稿.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("needle", ["甲", "😀", "é甲𠮷", "乙", "。\n\t第", ""])
def test_ranges_name_the_bytes_of_the_text(written, needle):
    data = TEXT.encode()
    start = TEXT.index(needle)
    (entry,) = diagnostics(written(data), TEXT, finding(start, start + len(needle)))
    place = entry["location"]["range"]
    assert list(place) == ["start", "end"]
    assert data[cut(data, place)] == needle.encode()


def test_what_an_entry_holds(written):
    path = written(TEXT.encode())
    (entry,) = diagnostics(path, TEXT, finding(6, 7))
    assert entry == {
        "message": "有误",
        "location": {
            "path": path.as_posix(),
            "range": {"start": {"line": 1, "column": 19}, "end": {"line": 1, "column": 22}},
        },
        "severity": "WARNING",
        "code": {"value": "WZ901"},
    }


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([(6, 7, "丙")], "😀第一行，é丙𠮷。\n\t第二行乙\n第三行\n"),
        ([(6, 7, "")], "😀第一行，é𠮷。\n\t第二行乙\n第三行\n"),
        ([(6, 6, "《"), (7, 7, "》")], "😀第一行，é《甲》𠮷。\n\t第二行乙\n第三行\n"),
        ([(0, 1, "A"), (7, 8, "丙"), (14, 15, "丁𠮷")], "A第一行，é甲丙。\n\t第二行丁𠮷\n第三行\n"),
        ([(9, 11, "")], "😀第一行，é甲𠮷。第二行乙\n第三行\n"),
        ([(0, 1, ""), (17, 18, "𠮷\n")], "第一行，é甲𠮷。\n\t第二行乙\n第𠮷\n行\n"),
    ],
)
def test_suggestions_do_what_the_fix_does(written, edits, expected):
    data = TEXT.encode()
    (entry,) = diagnostics(written(data), TEXT, finding(edits[0][0], edits[-1][1], *edits))
    assert applied(data, entry).decode() == expected


def test_a_byte_order_mark_counts_as_bytes(written):
    data = b"\xef\xbb\xbf" + TEXT.encode()
    first = TEXT.index("甲")
    second = TEXT.index("乙")
    entries = diagnostics(
        written(data), TEXT, finding(first, first + 1, (first, first + 1, "丙")), finding(second, second + 1)
    )
    assert [data[cut(data, entry["location"]["range"])].decode() for entry in entries] == ["甲", "乙"]
    assert applied(data, entries[0]) == data.replace("甲".encode(), "丙".encode())


def test_crlf_line_ends_do_not_move_columns(written):
    data = TEXT.replace("\n", "\r\n").encode()
    start = TEXT.index("乙")
    (entry,) = diagnostics(written(data), TEXT, finding(start, start + 1))
    assert data[cut(data, entry["location"]["range"])] == "乙".encode()


def lines_only(entry):
    return entry["location"]["range"] == {"start": {"line": 1}, "end": {"line": 1}} and "suggestions" not in entry


@pytest.mark.parametrize(
    "data",
    [
        TEXT.replace("😀", "").encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("第一行", "改过了").encode(),
        b"",
    ],
    ids=["gb18030", "utf-16", "old-mac", "changed", "emptied"],
)
def test_no_columns_where_they_are_not_certain(written, data):
    start = TEXT.index("甲")
    (entry,) = diagnostics(written(data), TEXT, finding(start, start + 1, (start, start + 1, "丙")))
    assert lines_only(entry)


@pytest.mark.parametrize("name", ["-", "<text>", "no\0name.txt", "没有这个文件.txt"])
def test_no_columns_without_a_file(name):
    (entry,) = diagnostics(name, TEXT, finding(6, 7, (6, 7, "丙")))
    assert lines_only(entry)


def test_fixes_that_are_only_shown_are_no_suggestions(written):
    (entry,) = diagnostics(
        written(TEXT.encode()), TEXT, finding(6, 7, (6, 7, "丙"), applicability=Applicability.DISPLAY)
    )
    assert "column" in entry["location"]["range"]["start"]
    assert "suggestions" not in entry


def test_a_docx_has_no_lines(written):
    document = Document(TEXT, path=str(written(TEXT.encode(), "a.docx")), format="docx")
    records = tuple(make_records(document, [finding(6, 7, (6, 7, "丙"))], INFOS))
    report = Report((FileReport(document.path, findings=records),))
    (entry,) = json.loads(render("rdjson", report, RenderOptions()))["diagnostics"]
    assert set(entry["location"]) == {"path"}
    assert entry["message"] == "第1段：有误"
    assert "suggestions" not in entry


def test_an_unreadable_file_is_an_error():
    report = Report((FileReport("a.txt", errors=("是空文件",)),))
    (entry,) = json.loads(render("rdjson", report, RenderOptions()))["diagnostics"]
    assert entry == {"message": "是空文件", "location": {"path": "a.txt"}, "severity": "ERROR"}
