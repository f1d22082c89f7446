"""Bytes to text and back: BOM, then strict UTF-8, then strict GB18030, else a clear error; never the locale.

No detection by statistics decides between encodings.  Statistics only refuse: a damaged UTF-8 file often decodes
as GB18030 without an error, into rare characters nobody wrote, and such a file must not be checked (nor fixed).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from baguan.errors import DocumentError

# UTF-32 first: its little-endian BOM starts with that of UTF-16
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB18030"}
_CONTROLS = bytes(sorted((set(range(0x20)) | {0x7F}) - set(b"\t\n\v\f\r\x1b")))
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NEWLINES = {"\n": "n", "\r\n": "w", "\r": "r"}  # one letter a line end in the property ``newlines``
_NEWLINE_OF = {letter: newline for newline, letter in _NEWLINES.items()}
_ANY_NEWLINE = re.compile("\r\n|\r|\n")
_WINDOW = 32_768
_SAMPLE = 20_000
# Frequent characters, simplified and traditional: real prose cannot do without them, mojibake hardly has them.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
    "全表间样与关各重新线内数正心反你明看原又利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "市区县省局院规定办机委员这為國個們來時對會過發現動產種後經說學體點從開與關當實業還裏這數條無問進應總處員及據辦號"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text with ``\\n`` line ends, and what is needed to write it back."""

    text: str
    encoding: str  # utf-8, utf-8-sig, utf-16-le, utf-16-be, utf-32-le, utf-32-be or gb18030
    bom: bool
    newline: str  # the three line ends, or "mixed"
    newlines: str = ""  # for mixed line ends: a letter for each, in order (n ``\n``, w ``\r\n``, r ``\r``)

    def properties(self) -> dict[str, str]:
        """The entries of ``Document.properties`` that ``encode_like`` reads."""
        table = {"encoding": self.encoding, "bom": "true" if self.bom else "false", "newline": self.newline}
        if self.newlines:
            table["newlines"] = self.newlines
        return table


def normalise_newlines(text: str) -> str:
    """``text`` with ``\\r\\n`` and ``\\r`` turned into ``\\n``; no other character ends a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a text file.

    Raises:
        DocumentError: kind ``binary`` (NUL or many control bytes) or ``encoding`` (no encoding fits; the message
            names the first bad byte, its place and line).
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_marked(data, mark, encoding)
    _refuse_binary(data)
    try:
        return _decoded(data.decode("utf-8"), "utf-8", bom=False)
    except UnicodeDecodeError as error:
        return _decoded(_decode_gb18030(data, error), "gb18030", bom=False)


def encode_like(properties: Mapping[str, str], source: str) -> bytes:
    """Encode a text as the file was that ``properties`` came from: encoding, BOM, line ends.

    A source that was not changed gives the very bytes of the file.  Where the file mixed line ends, every line keeps
    its own; when the number of lines has changed, all take the most frequent one.

    Args:
        properties: of the document; what is missing means UTF-8 without BOM and ``\\n``.
        source: the text, ``\\n`` line ends.

    Raises:
        UnicodeEncodeError: the text holds a lone surrogate.
    """
    encoding = properties.get("encoding", "utf-8")
    newline = properties.get("newline", "\n")
    if newline == "mixed":
        text = _with_newlines(source, properties.get("newlines", ""))
    else:
        text = source if newline == "\n" else source.replace("\n", newline)
    plain = "utf-8" if encoding == "utf-8-sig" else encoding
    mark = next((bom for bom, name in _BOMS if name == plain), b"") if properties.get("bom") == "true" else b""
    return mark + text.encode(plain)


def _with_newlines(source: str, letters: str) -> str:
    lines = source.split("\n")
    if len(letters) != len(lines) - 1:
        frequent = max(_NEWLINE_OF, key=letters.count)
        return _NEWLINE_OF[frequent].join(lines)
    ends = [_NEWLINE_OF[letter] for letter in letters]
    return "".join(part for pair in zip(lines, [*ends, ""], strict=True) for part in pair)


def _decoded(text: str, encoding: str, *, bom: bool) -> Decoded:
    if "\r" not in text:
        return Decoded(text, encoding, bom, "\n")
    pairs = text.count("\r\n")
    returns, feeds = text.count("\r") - pairs, text.count("\n") - pairs
    if bool(pairs) + bool(returns) + bool(feeds) == 1:
        newline = "\r\n" if pairs else "\r"
        return Decoded(text.replace(newline, "\n"), encoding, bom, newline)
    letters = "".join(_NEWLINES[match[0]] for match in _ANY_NEWLINE.finditer(text))
    return Decoded(normalise_newlines(text), encoding, bom, "mixed", letters)


def _decode_marked(data: bytes, mark: bytes, encoding: str) -> Decoded:
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].decode(encoding, "replace").count("\n") + 1
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        place = _place(error.start + len(mark), data, line)
        raise DocumentError(f"文件开头标明是{name}，但{place}不合{name}编码", "encoding") from None
    nul = text.find("\0")
    if nul >= 0:
        raise DocumentError(f"看起来是二进制文件（第{nul + 1}个字符是空字符 U+0000）", "binary")
    return _decoded(text, "utf-8-sig" if encoding == "utf-8" else encoding, bom=True)


def _refuse_binary(data: bytes) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if not controls:
        return
    match = _CONTROL.search(data)
    nul = data.find(b"\0")
    # a stray control character is dirt in a text; a NUL, or one byte in a hundred, is another sort of file
    if match is None or (nul < 0 and controls * 100 < len(data)):
        return
    if _looks_like_utf16(data):
        raise DocumentError("看起来是没有 BOM 的 UTF-16 编码，请另存为 UTF-8", "encoding")
    offset = nul if nul >= 0 else match.start()
    raise DocumentError(f"看起来是二进制文件（第{offset + 1}个字节是 0x{data[offset]:02X}）", "binary")


def _looks_like_utf16(data: bytes) -> bool:
    sample = data[: _SAMPLE * 2]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4 or len(data) % 2:
        return False
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        usual = sum(c in "\r\n\t" or " " <= c <= "~" or "一" <= c <= "鿿" or "　" <= c <= "〿" or "！" <= c <= "～"
                    or "—" <= c <= "…" for c in text)  # fmt: skip
        if usual >= 0.95 * len(text) and ("\n" in text or _prose(text)):
            return True
    return False


def _decode_gb18030(data: bytes, first: UnicodeDecodeError) -> str:
    if _looks_like_utf8(data, first.start):
        raise _encoding_error(data, first, "像是 UTF-8 编码，但") from None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if _looks_like_utf16(data):
            raise DocumentError("看起来是没有 BOM 的 UTF-16 编码，请另存为 UTF-8", "encoding") from None
        raise _encoding_error(data, error, "既不是 UTF-8 也不是 GB18030 编码：") from None
    if not _plausible(text):
        if _looks_like_utf16(data):
            raise DocumentError("看起来是没有 BOM 的 UTF-16 编码，请另存为 UTF-8", "encoding")
        raise _encoding_error(data, first, "不是 UTF-8 编码，按 GB18030 读出来是乱码：") from None
    return text


def _looks_like_utf8(data: bytes, bad: int) -> bool:
    """Whether nine in ten of the bytes above ASCII around the first bad one belong to valid UTF-8 sequences."""
    window = data[max(0, bad - _WINDOW) : bad + _WINDOW]
    high = len(window.translate(None, bytes(range(0x80))))
    text = window.decode("utf-8", "surrogateescape")
    wrong = sum("\udc80" <= character <= "\udcff" for character in text)
    return wrong * 10 <= high or wrong <= 3 < 6 <= high - wrong


def _plausible(text: str) -> bool:
    """Whether a text that decoded as GB18030 may be what its author wrote."""
    sample = re.sub(r"[\x00-\x7f]+", "", text[: 4 * _SAMPLE])[:_SAMPLE]
    if not sample:
        return True
    odd = sum(unicodedata.category(character) in ("Co", "Cn", "Cc") for character in sample)
    if odd * 10 > len(sample):  # a name may hold a private character, a text is not full of them
        return False
    characters = [character for character in sample if "一" <= character <= "鿿"]
    if len(characters) < 30:
        return True
    common = len("".join(characters).encode("gb2312", "ignore")) // 2
    return common >= 0.75 * len(characters) or _prose(sample)


def _prose(text: str) -> bool:
    """Whether at least every twentieth Chinese character is one of the most frequent."""
    characters = [character for character in text if "一" <= character <= "鿿"]
    return len(characters) > 3 and sum(character in _FREQUENT for character in characters) * 20 >= len(characters)


def _encoding_error(data: bytes, error: UnicodeDecodeError, head: str) -> DocumentError:
    line = data.count(b"\n", 0, error.start) + 1
    cut = error.end >= len(data) and error.reason.startswith(("unexpected", "incomplete"))
    tail = "，文件末尾的字符不完整" if cut else ""
    return DocumentError(f"{head}{_place(error.start, data, line)}无法解码{tail}，请另存为 UTF-8", "encoding")


def _place(offset: int, data: bytes, line: int) -> str:
    return f"第{line}行、第{offset + 1}个字节（0x{data[offset]:02X}）"
