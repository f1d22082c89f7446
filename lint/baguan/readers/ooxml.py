"""Opening an OOXML package safely: limits, parts, relationships, one spelling of the namespaces.

A .docx comes from anywhere, so every number in its headers is a claim: bytes are counted while they are
unpacked, a document type declaration is refused, and nothing outside the package is ever opened.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from baguan.errors import DocumentError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_STRICT = "{http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": W,
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}": R,
    "{http://purl.oclc.org/ooxml/drawingml/main}": A,
    "{http://purl.oclc.org/ooxml/officeDocument/math}": M,
    "{http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing}": WP,
}

MAX_ENTRIES = 20_000
MAX_TOTAL = 512 * 1024 * 1024  # of the parts that are read
MAX_PART = 200 * 1024 * 1024
MAX_RATIO = 200  # of a part larger than RATIO_FROM
RATIO_FROM = 10 * 1024 * 1024
_CHUNK = 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCK_SIZES = (162, 165)  # of the owner file ``~$…`` that Word and WPS keep beside an open document
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
)
# In UTF-8 and both orders of UTF-16; ``in`` goes through a part ten times as fast as a pattern.
_DTD = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCT".encode("utf-16-le"), "<!DOCT".encode("utf-16-be"))

#: Elements that stand for characters; ``TextNode.node`` is an index into ``text_elements``.
TEXT_TAGS = (
    *(W + name for name in ("t", "tab", "ptab", "br", "cr", "sym", "noBreakHyphen", "drawing", "pict", "object")),
    M + "oMath",
    M + "oMathPara",
)
_STRICT_TEXT_TAGS = tuple(
    strict + tag.rpartition("}")[2]
    for tag in TEXT_TAGS
    for strict, namespace in _TRANSITIONAL.items()
    if tag.startswith(namespace)
)


def text_elements(root: etree._Element) -> list[etree._Element]:
    """Every text-bearing element of a parsed part, in document order (skipped stretches included).

    ``TextNode.node`` is an index into this list; ``-1`` says that the text stands in no element.
    """
    return list(root.iter(*TEXT_TAGS, *_STRICT_TEXT_TAGS))


def paragraph_elements(root: etree._Element) -> list[etree._Element]:
    """Every ``w:p`` of a parsed part, in document order; ``#p12`` of a block's path is the twelfth."""
    return list(root.iter(W + "p"))


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship to another part of the package; ``kind`` is the last step of its type."""

    kind: str
    target: str


class Package:
    """The parts of a package, read on demand and within the limits of this module."""

    def __init__(self, data: bytes) -> None:
        """Open the zip archive ``data``.

        Raises:
            DocumentError: it is no archive, is damaged, is encrypted or has too many entries.
        """
        self._size = len(data)
        self._read = 0
        self._parts: dict[str, bytes] = {}
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self.archive.infolist()
        except _ZIP_FAULTS as error:
            raise DocumentError("压缩包已损坏或不完整，无法打开；请用 Word 或 WPS 重新保存", "zip") from error
        if len(entries) > MAX_ENTRIES:
            raise DocumentError(f"压缩包内有 {len(entries)} 个条目，超过上限 {MAX_ENTRIES}，不予读取", "bomb")
        if any(entry.flag_bits & 1 for entry in entries):
            raise DocumentError("文件已加密，请去掉密码后再检查", "encrypted")
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = entry.filename.replace("\\", "/").lstrip("/").lower()
            if name in self._entries and name.endswith((".xml", ".rels")):
                # which of the two counts is left to the reader's whim: programs would see different documents
                raise DocumentError(f"压缩包内有两个同名的 {entry.filename}，不予读取", "zip")
            self._entries[name] = entry

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def entry_name(self, part: str) -> str:
        """The name of a part as the archive spells it."""
        return self._entries[part.lower()].filename

    def read(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            KeyError: there is no such part.
            DocumentError: the part is damaged or larger than the limits allow.
        """
        if part not in self._parts:
            self._parts[part] = b"".join(self._chunks(part))
        return self._parts[part]

    def _chunks(self, part: str) -> Iterator[bytes]:
        yield from self.chunks(self._entries[part.lower()])

    def chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes of an entry in pieces, within the limits.

        Raises:
            DocumentError: the entry is damaged or larger than the limits allow.
        """
        part = entry.filename
        packed = max(1, min(entry.compress_size, self._size))
        size = 0
        try:
            with self.archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._read += len(chunk)
                    if size > MAX_PART or self._read > MAX_TOTAL or (size > RATIO_FROM and size > MAX_RATIO * packed):
                        raise DocumentError(f"{part} 解压后过大，疑似压缩炸弹，不予读取", "bomb")
                    yield chunk
        except _ZIP_FAULTS as error:
            raise DocumentError(f"压缩包内的 {part} 已损坏，无法读取", "zip") from error

    def parse(self, part: str) -> etree._Element:
        """The root element of an XML part, Strict namespaces turned into the Transitional ones.

        Raises:
            KeyError: there is no such part.
            DocumentError: the part is damaged, too large, no XML, or declares a document type.
        """
        root = parse_xml(self.read(part), part)
        _to_transitional(root)
        return root

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """The relationships of a part (``""`` for the package) inside the package, by id."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self:
            return {}
        found = {}
        for element in self.parse(source):
            if not isinstance(element.tag, str) or element.get("TargetMode") == "External":
                continue
            target = unquote(element.get("Target", "")).replace("\\", "/").split("#")[0]
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relationship(kind, path)
        return found

    def main_part(self) -> str:
        """The name of the main document part.

        Raises:
            DocumentError: the package names none, or what it names is missing.
        """
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument" and relationship.target in self:
                return relationship.target
        raise DocumentError("压缩包里没有 Word 正文（word/document.xml），不是 .docx 文档", "format")


def open_package(data: bytes, path: str = "") -> Package:
    """Open ``data`` as a package, telling what it is when it is none.

    Raises:
        DocumentError: with kind ``empty``, ``lock-file``, ``ole``, ``encrypted``, ``format``, ``zip`` or ``bomb``.
    """
    if not data:
        raise DocumentError("文件是空的（0 字节）", "empty")
    if not data.startswith(b"PK"):
        name = path.replace("\\", "/").rpartition("/")[2]
        if name.startswith("~$") or _is_lock(data):
            raise DocumentError("这是文档打开时留下的临时锁文件（~$ 开头），不是文档本身", "lock-file")
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise DocumentError("文件已加密，请去掉密码后再检查", "encrypted")
            raise DocumentError("这是旧版 .doc 文档（只是改了扩展名），请用 Word 或 WPS 另存为 .docx", "ole")
        raise DocumentError(f"不是 .docx 文档{_looks_like(data)}", "format")
    return Package(data)


def _is_lock(data: bytes) -> bool:
    """Whether this is an owner file: the user's name with its length before it, padded to 54 bytes."""
    return len(data) in _LOCK_SIZES and 0 < data[0] < 54 and not data[1 + data[0] : 54].strip(b"\0 ")


_MAGIC = {b"{\\rtf": "RTF", b"%pdf": "PDF", b"<html": "网页", b"<!doctype html": "网页", b"<?xml": "XML"}


def _looks_like(data: bytes) -> str:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, name in _MAGIC.items():
        if head.startswith(mark):
            return f"，内容像是 {name}；请用 Word 或 WPS 另存为 .docx"
    return "，内容不是 ZIP 压缩包"


def parse_xml(data: bytes, part: str) -> etree._Element:
    """Parse a part with entities, network and huge trees off.

    Raises:
        DocumentError: it is no XML, nests too deeply, or declares a document type.
    """
    if any(mark in data for mark in _DTD):
        raise DocumentError(f"{part} 含有文档类型声明（DTD）或实体，出于安全不予读取", "entity")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = str(error)
        if "huge" in message.lower() or "depth" in message.lower():
            raise DocumentError(f"{part} 的嵌套过深或文本过长，不予读取", "bomb") from error
        raise DocumentError(f"{part} 不是合法的 XML：{message}", "format") from error
    information = root.getroottree().docinfo
    if information.internalDTD is not None or information.externalDTD is not None:
        raise DocumentError(f"{part} 含有文档类型声明（DTD）或实体，出于安全不予读取", "entity")
    return root


def _to_transitional(root: etree._Element) -> None:
    """Rename Strict (ISO 29500) elements and attributes, so that readers know one spelling."""
    if not any(uri and uri.startswith(_STRICT[1:]) for uri in root.nsmap.values()) and not root.tag.startswith(_STRICT):
        return
    for element in root.iter(etree.Element):
        new = _transitional(element.tag)
        if new != element.tag:
            element.tag = new
        for name, value in list(element.attrib.items()):
            new = _transitional(str(name))
            if new != name:
                del element.attrib[name]
                element.set(new, str(value))


def _transitional(name: str) -> str:
    if not name.startswith(_STRICT):
        return name
    namespace, brace, local = name.partition("}")
    return _TRANSITIONAL.get(namespace + brace, namespace + brace) + local


def integer(value: str | None) -> int | None:
    """An integer attribute, ``None`` when it is missing or is none."""
    if value is None:
        return None
    try:
        number = int(value)
    except ValueError:
        try:
            number = round(float(value))
        except (ValueError, OverflowError):
            return None
    return number if abs(number) < 2**31 else None


def switch(value: str | None) -> bool:
    """An on/off attribute (ST_OnOff); a missing one means on."""
    return value not in ("0", "false", "off", "none")


_MEASURE = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(mm|cm|in|pt|pc|pi)$")
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0}


def points(value: str | None, unit: float = 20.0) -> float | None:
    """A length in points: a number of which ``unit`` make a point, or one with its own unit (``2.5cm``)."""
    if value is None:
        return None
    match = _MEASURE.match(value.strip())
    if match:
        return round(float(match[1]) * _POINTS[match[2]], 4)
    number = integer(value)
    return None if number is None else number / unit
