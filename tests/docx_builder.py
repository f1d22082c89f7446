"""Minimal .docx packages built in memory from XML fragments."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": OFFICE,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wpsCustomData": "http://www.wps.cn/officeDocument/2013/wpsCustomData",
}
STRICT = {
    NAMESPACES["w"]: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    NAMESPACES["a"]: "http://purl.oclc.org/ooxml/drawingml/main",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
_ROOTS = {"header": "w:hdr", "footer": "w:ftr", "theme": "a:theme"}
_KINDS = ("styles", "numbering", "settings", "comments", "footnotes", "endnotes", "header", "footer", "theme")


def p(content: str = "", properties: str = "") -> str:
    """A paragraph; ``content`` is XML, or plain text that becomes one run."""
    inner = content if content.startswith("<") else r(content) if content else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str = "", properties: str = "", *, xml: str = "") -> str:
    """A run holding ``text`` (kept white space) or the elements ``xml``."""
    inner = xml or f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def field(code: str, result: str | None = None) -> str:
    """A complex field; without ``result`` it has no separator either."""
    begin, separate, end = (r(xml=f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end"))
    inner = "" if result is None else separate + (result if result.startswith("<") else r(result))
    return begin + r(xml=f'<w:instrText xml:space="preserve"> {escape(code)} </w:instrText>') + inner + end


def table(*rows: tuple[str, ...]) -> str:
    """A table whose cells hold the given block XML."""
    cells = ("".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def text_box(content: str) -> str:
    """A run with a text box written twice, as Word does: DrawingML and VML."""
    return r(
        xml="<mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent>'
        "</wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent>"
    )


def level(index: int, style: str, text: str, extra: str = "", *, start: int = 1) -> str:
    """A level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, instances: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """The inside of numbering.xml: one abstract list and its instances."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{instances}'


def numbered(text: str, index: int = 0, identifier: int = 1) -> str:
    """A numbered paragraph."""
    return p(text, f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{identifier}"/></w:numPr>')


def entries(body: str, parts: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The entries of a package: ``parts`` maps ``styles.xml`` to the inside of its root, ``/docProps/…`` to all of it.

    The relation id of ``footer1.xml`` is ``footer1``.
    """
    word, top = [], []
    found = {}
    for name, content in (parts or {}).items():
        if name.startswith("/"):
            found[name[1:]] = content.encode()
            kind = {"core": "core-properties", "app": "extended-properties", "custom": "custom-properties"}
            stem = name.rpartition("/")[2].removesuffix(".xml")
            top.append(f'<Relationship Id="{stem}" Type="{OFFICE}/{kind.get(stem, stem)}" Target="{name[1:]}"/>')
            continue
        stem = name.removesuffix(".xml")
        kind_name = next((kind for kind in _KINDS if stem.startswith(kind)), stem)
        root = _ROOTS.get(kind_name, f"w:{kind_name}")
        found[f"word/{name}"] = f"<{root} {_DECLARED}>{content}</{root}>".encode()
        word.append(f'<Relationship Id="{stem}" Type="{OFFICE}/{kind_name}" Target="{name}"/>')
    return {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            f'Target="word/document.xml"/>{"".join(top)}</Relationships>'
        ).encode(),
        "word/document.xml": f"<w:document {_DECLARED}><w:body>{body}</w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{"".join(word)}</Relationships>'.encode(),
        **found,
    }


def pack(content: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of the entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, compression)
    return buffer.getvalue()


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A .docx whose ``w:body`` holds ``body``."""
    return pack(entries(body, parts))


def strict(data: bytes) -> bytes:
    """The same package with the namespaces of ISO 29500 Strict."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    for name, value in content.items():
        for old, new in STRICT.items():
            value = value.replace(old.encode(), new.encode())
        content[name] = value
    return pack(content)
