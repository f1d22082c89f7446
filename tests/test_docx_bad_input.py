"""Bytes that are no readable .docx: one error type, with a kind and a Chinese message."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.docx_builder import docx, entries, field, level, numbered, numbering, p, pack, r, table, text_box

from baguan.errors import DocumentError
from baguan.readers import ooxml
from baguan.readers.docx import read_docx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SETTINGS = settings(
    max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def refusal(data: bytes, path: str = "") -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_docx(data, path)
    assert re.search(r"[\u4e00-\u9fff]", str(caught.value))
    return caught.value


def check(data: bytes) -> None:
    """The bytes are a sound document or are refused; any other exception fails the test."""
    try:
        document = read_docx(data)
    except DocumentError:
        return
    assert document.text.split("\n") == [document.block_text(block) for block in document.blocks]


def with_document(xml: bytes) -> bytes:
    return pack({**entries(""), "word/document.xml": xml})


@pytest.mark.parametrize(
    ("data", "path", "kind"),
    [
        (b"", "", "empty"),
        (b"\x05Admin" + b" " * 156, "~$a.docx", "lock-file"),
        (b"\x05Admin" + b" " * 156, "", "lock-file"),
        (_OLE + b"\0" * 600, "", "ole"),
        (_OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "", "encrypted"),
        (b"plain text, no archive at all", "", "format"),
        (b"1" * 162, "", "format"),
        (b"{\\rtf1 text}", "", "format"),
        (b"<html><body>x</body></html>", "", "format"),
        (b"PK\x03\x04 but nothing after it", "", "zip"),
    ],
    ids=[
        "empty",
        "lock by name",
        "lock by shape",
        "doc",
        "encrypted",
        "text",
        "text of that length",
        "rtf",
        "html",
        "broken",
    ],
)
def test_what_is_no_package(data: bytes, path: str, kind: str) -> None:
    assert refusal(data, path).kind == kind


def test_the_message_names_what_a_person_can_do() -> None:
    assert "另存为 .docx" in str(refusal(_OLE + b"\0" * 600))
    assert "RTF" in str(refusal(b"{\\rtf1 text}"))


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_archive(keep: float) -> None:
    data = docx(p("字" * 200))
    assert refusal(data[: int(len(data) * keep)]).kind == "zip"


def test_a_wrong_checksum() -> None:
    data = bytearray(pack(entries(p("字")), zipfile.ZIP_STORED))
    position = data.find("字".encode())
    data[position] ^= 1
    assert refusal(bytes(data)).kind == "zip"


def test_a_password_on_the_archive() -> None:
    data = bytearray(docx(p("字")))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)).kind == "encrypted"


def test_an_archive_without_a_document() -> None:
    content = entries("")
    del content["word/document.xml"]
    assert refusal(pack(content)).kind == "format"
    assert refusal(pack({"a.txt": b"x"})).kind == "format"


def test_another_office_document() -> None:
    workbook = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    assert refusal(with_document(workbook)).kind == "format"


def test_broken_xml() -> None:
    assert refusal(with_document(b"<w:document")).kind == "format"


def test_two_parts_of_one_name() -> None:
    buffer = io.BytesIO(docx(p("甲")))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/document.xml", b"<x/>")
    assert refusal(buffer.getvalue()).kind == "zip"


_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    "prolog",
    [
        b"<!DOCTYPE w:document ["
        + b'<!ENTITY a "xxxxxxxxxx">'
        + b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        + b"]>",
        b'<!DOCTYPE w:document [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE w:document SYSTEM "http://example.invalid/a.dtd">',
        b"<!-- <w:document> --><!DOCTYPE w:document>",
    ],
    ids=["billion laughs", "external entity", "external subset", "after a comment"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused(prolog: bytes, encoding: str) -> None:
    use = b"&b;" if b"ENTITY b" in prolog else b""
    xml = (
        prolog + b"<w:document " + _W + b"><w:body><w:p><w:r><w:t>" + use + b"</w:t></w:r></w:p></w:body></w:document>"
    )
    error = refusal(with_document(xml.decode().encode(encoding)))
    assert error.kind == "entity"


def test_an_entity_in_any_part_is_refused() -> None:
    content = entries(p("字"), {"styles.xml": ""})
    content["word/styles.xml"] = b"<!DOCTYPE x><x/>"
    assert refusal(pack(content)).kind == "entity"


def test_a_zip_bomb_by_ratio() -> None:
    xml = b"<w:document " + _W + b"><w:body>" + b" " * (11 * 1024 * 1024) + b"</w:body></w:document>"
    assert refusal(with_document(xml)).kind == "bomb"


@pytest.mark.parametrize(("limit", "value"), [("MAX_PART", 1000), ("MAX_TOTAL", 1000), ("MAX_ENTRIES", 2)])
def test_limits(limit: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx(p("字" * 2000))
    assert read_docx(data).text == "字" * 2000
    monkeypatch.setattr(ooxml, limit, value)
    assert refusal(data).kind == "bomb"


def test_a_header_that_lies_about_the_size_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(docx(p("字" * 20_000)))
    position = 0
    while (position := data.find(b"PK\x01\x02", position)) >= 0:
        data[position + 24 : position + 28] = struct.pack("<I", 10)  # the unpacked size in the directory
        position += 4
    monkeypatch.setattr(ooxml, "MAX_PART", 1000)
    assert refusal(bytes(data)).kind in ("bomb", "zip")


def test_nesting_too_deep() -> None:
    deep = b"<w:sdt><w:sdtContent>" * 300 + b"</w:sdtContent></w:sdt>" * 300
    xml = b"<w:document " + _W + b"><w:body>" + deep + b"</w:body></w:document>"
    assert refusal(with_document(xml)).kind == "bomb"


def test_an_unexpected_error_is_a_document_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("baguan.readers.docx._properties", fail)
    error = refusal(docx(p("字")))
    assert error.kind == "format"
    assert isinstance(error.__cause__, ZeroDivisionError)


_RICH = entries(
    numbered("一")
    + p(r("甲", "<w:b/>") + field("REF x", "乙") + text_box(p("框")))
    + table(
        (p("一"), p("二")),
    )
    + p(r(xml='<w:sym w:font="Wingdings" w:char="F0FE"/>') + f'<w:ins w:id="1">{r("加")}</w:ins>')
    + '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>',
    {
        "numbering.xml": numbering(level(0, "chineseCounting", "%1、")),
        "styles.xml": '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>',
        "footer1.xml": p(field("PAGE", "1")),
        "footnotes.xml": f'<w:footnote w:id="2">{p("注")}</w:footnote>',
    },
)
_PACKED = pack(_RICH)
_WORDS = (
    b'"-1"',
    b'"999999999999999999999"',
    b'"x"',
    b'""',
    b"w:p",
    b"w:tbl",
    b"w:r",
    b"w:sdt",
    b"mc:Fallback",
    b"<",
    b"\0",
)


@given(st.lists(st.tuples(st.integers(0, len(_PACKED) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@_SETTINGS
def test_changed_bytes_raise_nothing_else(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_PACKED)
    for position, value in changes:
        data[position] = value
    check(bytes(data))


@given(
    st.sampled_from(sorted(name for name in _RICH if name.startswith("word/"))),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(_WORDS), st.booleans()), min_size=1, max_size=4),
)
@_SETTINGS
def test_changed_xml_raises_nothing_else(part: str, changes: list[tuple[float, bytes, bool]]) -> None:
    xml = _RICH[part]
    for place, word, whole in changes:
        tokens = [match.span() for match in re.finditer(rb'"[^"]*"|(?<=<)[\w:]+|(?<=</)[\w:]+', xml)]
        start, end = tokens[int(place * (len(tokens) - 1))]
        xml = xml[:start] + word + xml[end if whole else start :]
    check(pack({**_RICH, part: xml}))


@given(st.data())
@_SETTINGS
def test_renamed_elements_raise_nothing_else(data: st.DataObject) -> None:
    names = [
        b"p",
        b"r",
        b"t",
        b"tbl",
        b"tr",
        b"tc",
        b"ins",
        b"del",
        b"sdt",
        b"fldChar",
        b"txbxContent",
        b"pPr",
        b"hyperlink",
    ]
    old, new = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    xml = re.sub(rb"(</?w:)" + old + rb"(?=[ />])", rb"\1" + new, _RICH["word/document.xml"])
    document = read_docx(pack({**_RICH, "word/document.xml": xml}))
    assert document.text.count("\n") == max(len(document.blocks) - 1, 0)
