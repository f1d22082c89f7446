"""Readers: bytes in, one ``Document`` out; the format is chosen here.

``load_bytes`` opens a file, ``read_bytes`` turns bytes into a document, ``read_file`` does both.  Every failure is a
``DocumentError`` whose Chinese message does not name the file: the caller prefixes the path it was given.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from baguan.errors import DocumentError

if TYPE_CHECKING:
    from baguan.document import Document

__all__ = ["format_of", "load_bytes", "read_bytes", "read_file", "read_text"]

SIZE_LIMIT = 512 * 1024 * 1024
LOCK_PREFIX = "~$"

_FORMATS = {".txt": "txt", ".md": "md", ".markdown": "md", ".docx": "docx"}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def format_of(path: str, data: bytes = b"") -> str:
    """The format of a file, ``txt``, ``md`` or ``docx``: by its extension, else by its first bytes."""
    return _FORMATS.get(PurePath(path).suffix.lower()) or ("docx" if data.startswith(_ZIP) else "txt")


def load_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        DocumentError: kinds ``missing``, ``directory``, ``permission``, ``lock-file``, ``too-large``, ``unreadable``
            (another failure of the file system), ``special`` (a pipe or a device).
    """
    if path.name.startswith(LOCK_PREFIX):
        raise _lock_file()
    try:
        if path.is_dir():
            raise DocumentError("这是目录，不是文件", "directory")
        if path.exists() and not path.is_file():
            raise DocumentError("不是普通文件", "special")
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size > SIZE_LIMIT:
                raise _too_large()
            data = stream.read(SIZE_LIMIT + 1)  # the file may have grown since it was measured
    except FileNotFoundError:
        raise DocumentError("文件不存在", "missing") from None
    except PermissionError:
        raise DocumentError("没有读取权限", "permission") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise DocumentError(f"无法读取（{getattr(error, 'strerror', None) or error}）", "unreadable") from error
    if len(data) > SIZE_LIMIT:
        raise _too_large()
    return data


def read_bytes(data: bytes, path: str, *, name_hint: str = "") -> Document:
    """Read a document.

    Args:
        data: the bytes of the file.
        path: kept in the document; its extension tells the format.
        name_hint: a file name to tell the format by instead (standard input).

    Raises:
        DocumentError: the bytes cannot be read as a document.  Kinds here: ``empty``, ``lock-file``, ``ole``, ``wps``,
            ``pdf``, ``rtf``, ``format``, ``too-large``; ``binary`` and ``encoding`` for a text; see ``read_docx``.
    """
    name = name_hint or path
    if PurePath(name).name.startswith(LOCK_PREFIX):
        raise _lock_file()
    if not data:
        raise DocumentError("文件是空的", "empty")
    if len(data) > SIZE_LIMIT:
        raise _too_large()
    kind = format_of(name, data)
    if kind == "docx":
        from baguan.readers.docx import read_docx

        return read_docx(data, path)
    _refuse_other_formats(data, PurePath(name).suffix.lower())

    from baguan.readers.decoding import decode

    decoded = decode(data)
    return _read_source(decoded.text, path, kind, decoded.properties())


def read_text(text: str, path: str = "<text>", *, format: str = "txt") -> Document:  # noqa: A002 - the word users know
    """Read a text that is decoded already; any of the three line ends will do.

    Args:
        text: the text.
        path: the name the document carries.
        format: ``txt`` or ``md``.

    Raises:
        ValueError: another format.
    """
    if format not in ("txt", "md"):
        raise ValueError(f"format should be txt or md, not {format!r}")
    from baguan.readers.decoding import normalise_newlines

    return _read_source(normalise_newlines(text), path, format, {})


def read_file(path: Path) -> tuple[Document, bytes]:
    """Read a file; its bytes are given too, for a hash or for writing back.

    Raises:
        DocumentError: as ``load_bytes`` and ``read_bytes``.
    """
    data = load_bytes(path)
    return read_bytes(data, str(path)), data


def _read_source(source: str, path: str, kind: str, properties: dict[str, str]) -> Document:
    if kind == "md":
        from baguan.readers.markdown import read_markdown

        return read_markdown(source, path, properties)
    from baguan.readers.text import read_plain

    return read_plain(source, path, properties)


def _refuse_other_formats(data: bytes, suffix: str) -> None:
    """Name the well-known formats that are no text, so that a person learns what to do about them."""
    if suffix == ".wps":
        raise DocumentError("WPS 文字的 .wps 格式不能读取，请另存为 .docx", "wps")
    if data.startswith(_OLE) or suffix == ".doc":
        raise DocumentError("旧版 Word 的 .doc 格式不能读取，请另存为 .docx", "ole")
    if data.startswith(b"%PDF-"):
        raise DocumentError("PDF 文件不能读取，请提供 .docx 或 .txt", "pdf")
    if data.startswith(b"{\\rtf"):
        raise DocumentError("RTF 文件不能读取，请另存为 .docx", "rtf")
    if data.startswith(_ZIP):
        raise DocumentError("内容是压缩包（可能是 .docx），扩展名却是文本，请改正扩展名", "format")


def _lock_file() -> DocumentError:
    return DocumentError("这是 Word 的锁定文件，不是文档（请关闭 Word 后检查原文件）", "lock-file")


def _too_large() -> DocumentError:
    return DocumentError(f"文件太大（超过{SIZE_LIMIT // 1024 // 1024}MB）", "too-large")
