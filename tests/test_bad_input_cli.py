"""Bad input through the command line: a clear Chinese message with the path, exit 2, the other files still checked."""

from __future__ import annotations

import io
import os
import sys
import zipfile

import pytest

from baguan.testing import package

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD_DOCX = package("<w:p><w:r><w:t>各单位：</w:t></w:r></w:p>")


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


def document_with(prolog: bytes, body: bytes = b"") -> bytes:
    """A good package whose document part begins with ``prolog``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD_DOCX)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for item in source.namelist():
            data = source.read(item)
            if item == "word/document.xml":
                data = prolog + data.replace("各单位".encode(), body or "各单位".encode())
            made.writestr(item, data)
    return out.getvalue()


LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
EXTERNAL = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
ENCRYPTED = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
BOMB = document_with(b"", b"<w:t>" + b"A" * 60_000_000 + b"</w:t>")

CASES = {
    "空.txt": (b"", "空"),
    "空.docx": (b"", "空"),
    "二进制.txt": (b"\x00\x01\x02" * 50, "二进制"),
    "乱码.txt": (("中文内容" * 20).encode("gb18030")[:-1] + b"\xff\xff\xff", "字节"),
    "截断.docx": (GOOD_DOCX[: len(GOOD_DOCX) // 2], "损坏"),
    "不是压缩包.docx": ("只是文字".encode() * 20, "docx"),
    "炸弹.docx": (BOMB, "过大"),
    "实体.docx": (document_with(LAUGHS, b"&c;"), "实体"),
    "外部实体.docx": (document_with(EXTERNAL, b"&x;"), "实体"),
    "旧版.docx": (OLE + b"\0" * 2000, "旧版"),
    "加密.docx": (ENCRYPTED, "密码"),
    "~$锁定.docx": (b"\x05user" + b"\0" * 157, "锁定"),
    "没有正文.docx": (archive(**{"a.txt": b"x"}), "docx"),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_file(baguan, tmp_path, name):
    data, words = CASES[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "坏.txt").write_text("各单位要认真贯撤落实。\n", encoding="utf-8")
    result = baguan("check", name, "坏.txt")
    assert result.code == 2
    (line,) = [line for line in result.out.splitlines() if line.startswith("错误：")]
    assert line.startswith(f"错误：{name}：")
    assert words in line
    assert "WZ101" in result.out, "其余文件照样检查"
    assert "Traceback" not in result.out + result.err
    assert (tmp_path / name).read_bytes() == data


def test_missing_path(baguan, tmp_path):
    result = baguan("check", "没有/文件.docx")
    assert result.code == 2
    assert "没有/文件.docx：文件不存在" in result.out


def test_folder_without_documents(baguan, tmp_path):
    (tmp_path / "空目录").mkdir()
    result = baguan("check", "空目录")
    assert result.code == 2
    assert "空目录：目录中没有可检查的文档" in result.out


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser reads everything")
def test_unreadable_permissions(baguan, tmp_path):
    path = tmp_path / "密.txt"
    path.write_text("文", encoding="utf-8")
    path.chmod(0)
    result = baguan("check", "密.txt")
    assert result.code == 2
    assert "密.txt：没有读取权限" in result.out


def test_permission_refused_by_the_system(baguan, tmp_path, monkeypatch):
    """The same as above for the superuser, whom no mode stops."""
    from pathlib import Path

    (tmp_path / "密.txt").write_text("文", encoding="utf-8")

    def refuse(self, *arguments, **more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    result = baguan("check", "密.txt", "--no-cache")
    assert result.code == 2
    assert "密.txt：没有读取权限" in result.out


def test_a_file_that_disappears_after_it_was_found(baguan, tmp_path, monkeypatch):
    import baguan.runner as runner

    (tmp_path / "甲.txt").write_text("各单位要认真贯撤落实。\n", encoding="utf-8")
    (tmp_path / "乙.txt").write_text("各单位要认真贯撤落实。\n", encoding="utf-8")
    original = runner.run

    def run(paths, settings, **more):
        (tmp_path / "甲.txt").unlink()
        return original(paths, settings, **more)

    monkeypatch.setattr(runner, "run", run)
    result = baguan("check", ".")
    assert result.code == 2
    assert "甲.txt：文件不存在" in result.out
    assert "乙.txt:1:" in result.out


def test_the_message_is_in_every_format(baguan, tmp_path):
    (tmp_path / "空.txt").write_bytes(b"")
    for name in ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson"):
        result = baguan("check", "空.txt", "--format", name)
        assert result.code == 2
        assert "空" in result.out + result.err
        assert "文件是空的" in result.out + result.err, name
