"""Files that cannot be checked: each gives one error with a stable kind and a Chinese message that helps."""

from __future__ import annotations

import os
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import baguan.readers as readers
from baguan.errors import DocumentError
from baguan.readers import load_bytes, read_bytes, read_file

PROSE = "关于做好年度档案整理工作的通知。各科室要高度重视，指定专人负责，按时完成任务，并将落实情况报送办公室。\n" * 3


def refused(data: bytes, path: str = "通知.txt") -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, path)
    assert re.search("[一-鿿]", str(caught.value))
    assert path not in str(caught.value)
    return caught.value


def zipped() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "x")
    return buffer.getvalue()


@pytest.mark.parametrize("path", ["a.txt", "a.md", "a.docx", "-"])
def test_an_empty_file(path: str) -> None:
    error = refused(b"", path)
    assert (error.kind, str(error)) == ("empty", "文件是空的")


def test_a_file_of_white_space_is_read() -> None:
    assert read_bytes(b" \n", "a.txt").text == " \n"
    assert read_bytes(b"\n", "a.md").text == ""
    assert read_bytes(b"\xef\xbb\xbf", "a.txt").text == ""


@pytest.mark.parametrize(
    ("data", "path", "kind", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "a.doc", "ole", "另存为 .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "a.txt", "ole", "另存为 .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "a.wps", "wps", "WPS"),
        (b"%PDF-1.7\n%\xe2\xe3", "a.pdf", "pdf", "PDF"),
        (b"{\\rtf1\\ansi", "a.txt", "rtf", "RTF"),
        (zipped(), "a.txt", "format", "扩展名"),
        (b"\x03user", "~$a.docx", "lock-file", "锁定文件"),
    ],
)
def test_other_formats_are_named(data: bytes, path: str, kind: str, words: str) -> None:
    error = refused(data, path)
    assert error.kind == kind
    assert words in str(error)


def test_a_binary_file_names_the_byte() -> None:
    error = refused(b"abc\x00\x01\x02")
    assert error.kind == "binary"
    assert "第4个字节是 0x00" in str(error)
    error = refused(b"\x7fELF\x02\x01\x01")
    assert (error.kind, "第1个字节是 0x7F" in str(error)) == ("binary", True)
    assert refused(b"\xff\xfe" + "甲\0".encode("utf-16-le")).kind == "binary"


def test_one_stray_control_character_is_no_binary_file() -> None:
    text = PROSE + "\x08" + PROSE + "\x1a"
    assert read_bytes(text.encode(), "a.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [PROSE, PROSE.replace("\n", "")])
def test_utf16_without_a_mark_is_recognised(encoding: str, text: str) -> None:
    error = refused(text.encode(encoding))
    assert error.kind == "encoding"
    assert "UTF-16" in str(error)
    assert "另存为 UTF-8" in str(error)


def test_a_damaged_utf8_file_is_not_read_as_gb18030() -> None:
    data = bytearray(PROSE.encode())
    second = data.index(b"\n") + 1
    data[second + 4] = 0xFF
    error = refused(bytes(data))
    assert error.kind == "encoding"
    assert "UTF-8" in str(error)
    # the character broken by the bad byte starts one byte before it
    assert f"第2行、第{second + 4}个字节（0x{data[second + 3]:02X}）" in str(error)


def test_damage_that_happens_to_be_gb18030_is_found() -> None:
    data = ("各科室要高度重视指定专人负责按时完成任务" * 2).encode()
    assert _decodes(data, "gb18030")
    changed = (data[:at] + bytes((value,)) + data[at + 1 :] for at in range(len(data)) for value in range(0x81, 0xFF))
    broken = next(each for each in changed if _decodes(each, "gb18030") and not _decodes(each, "utf-8"))
    assert refused(broken).kind == "encoding"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def test_a_cut_file_says_that_its_end_is_missing() -> None:
    for encoding in ("utf-8", "gb18030"):
        cut = PROSE.rstrip("。\n").encode(encoding)[:-1]
        error = refused(cut)
        assert error.kind == "encoding"
        assert "末尾的字符不完整" in str(error)


def test_neither_utf8_nor_gb18030_names_place_and_byte() -> None:
    data = "第一行\n第二".encode("gbk") + b"\xff" + "行".encode("gbk")
    error = refused(data)
    assert error.kind == "encoding"
    assert "第2行、第12个字节（0xFF）" in str(error)


@pytest.mark.parametrize("encoding", ["big5", "shift_jis"])
def test_mojibake_is_refused(encoding: str) -> None:
    text = "關於進一步規範機關檔案管理工作的通知，請各單位認真執行，並將落實情況報送辦公室。" * 2
    error = refused(text.encode(encoding, "ignore"))
    assert error.kind == "encoding"


def test_a_broken_file_with_a_byte_order_mark() -> None:
    error = refused(b"\xff\xfe" + "甲乙".encode("utf-16-le") + b"\x00")
    assert (error.kind, "UTF-16" in str(error)) == ("encoding", True)
    error = refused(b"\xef\xbb\xbf" + "甲\n".encode() + b"\xff")
    assert "第2行、第8个字节（0xFF）" in str(error)


# The file system


def failing(path: Path) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        load_bytes(path)
    assert str(path) not in str(caught.value)
    return caught.value


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    error = failing(tmp_path / "none.txt")
    assert (error.kind, str(error)) == ("missing", "文件不存在")
    assert failing(tmp_path).kind == "directory"
    assert failing(tmp_path / "a\0b").kind in ("missing", "unreadable")


def test_a_lock_file_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "~$通知.docx").write_bytes(bytes(162))
    assert failing(tmp_path / "~$通知.docx").kind == "lock-file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert failing(tmp_path / "a.txt").kind == "special"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    monkeypatch.setattr(Path, "open", refuse)  # the superuser, who often runs tests, may read everything
    error = failing(tmp_path / "a.txt")
    assert (error.kind, str(error)) == ("permission", "没有读取权限")


def test_a_file_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "SIZE_LIMIT", 2 * 1024 * 1024)
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * (2 * 1024 * 1024 + 1))
    error = failing(path)
    assert (error.kind, str(error)) == ("too-large", "文件太大（超过2MB）")
    assert refused(path.read_bytes(), "a.txt").kind == "too-large"


def test_a_good_file_gives_document_and_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("甲\r\n".encode("gbk"))
    document, data = read_file(path)
    assert (document.text, document.path, data) == ("甲\n", str(path), "甲\r\n".encode("gbk"))
