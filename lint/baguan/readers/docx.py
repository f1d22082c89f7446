"""Reading .docx: the package, its stories in order, and everything rules may ask about them.

The order of the text is that of the file: the body, with each text box right after the paragraph it is
anchored in; footnotes; endnotes; then the headers and footers of each section, each part once, whether or
not the section's settings show it.  SmartArt, embedded files and table styles are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from baguan.document import Document
from baguan.errors import DocumentError

if TYPE_CHECKING:
    from lxml import etree

    from baguan.document import BlockKind
    from baguan.readers.docx_walk import Walker
    from baguan.readers.ooxml import Package, Relationship
    from baguan.wordformat import Section

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def read_docx(data: bytes, path: str = "") -> Document:
    """Read the bytes of a .docx.

    ``path`` is kept in the document and used to recognise the lock file of an open document; nothing is
    read from there.

    Raises:
        DocumentError: the bytes are no readable .docx; the message is Chinese and does not name the path.
            Kinds: ``empty``, ``lock-file``, ``ole``, ``encrypted``, ``zip``, ``bomb``, ``entity``, ``format``.
    """
    try:
        return _read(data, path)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:
        raise DocumentError(f"文档内部结构有误，无法读取（{type(error).__name__}）", "format") from error


def _read(data: bytes, path: str) -> Document:
    from baguan.document import BlockKind
    from baguan.readers.docx_numbering import Numbering
    from baguan.readers.docx_sections import furniture_of
    from baguan.readers.docx_styles import Styles, Theme
    from baguan.readers.docx_walk import Walker
    from baguan.readers.ooxml import W, open_package

    package = open_package(data, path)
    main = package.main_part()
    root = package.parse(main)
    body = root.find(W + "body")
    if root.tag != W + "document" or body is None:
        raise DocumentError("主文件不是 Word 文档（可能是表格或演示文稿），不是 .docx", "format")
    relationships = package.relationships(main)
    settings = _optional(package, relationships, "settings")
    theme = Theme(_optional(package, relationships, "theme"), _language(settings))
    styles = Styles(_optional(package, relationships, "styles"), theme)
    numbering = Numbering(_optional(package, relationships, "numbering"), styles)
    walker = Walker(styles, numbering, _comments(_optional(package, relationships, "comments")))
    walker.open_part(main, root)
    walker.story(body)
    walker.end_body(body.find(W + "sectPr"))
    for kind in (BlockKind.FOOTNOTE, BlockKind.ENDNOTE):
        part = _part(package, relationships, f"{kind.value}s")
        if part is not None:
            _notes(walker, part, package.parse(part), kind)
    furniture = list(furniture_of(walker.sections, relationships))
    roots: dict[str, etree._Element] = {}
    for each in (each for section in furniture for each in section):
        if each.part not in roots and each.part in package:
            roots[each.part] = package.parse(each.part)
            walker.open_part(each.part, roots[each.part])
            walker.story(roots[each.part], BlockKind(each.place))
    walker.finish()
    text = walker.text
    return Document(
        text=text,
        path=path,
        format="docx",
        blocks=walker.blocks,
        runs=walker.runs,
        sections=_sections(walker, furniture, roots, text),
        marks=walker.marks,
        nodes=walker.nodes,
        directives=walker.directives,
        properties=_properties(package, settings),
    )


def _part(package: Package, relationships: Mapping[str, Relationship], kind: str) -> str | None:
    targets = (each.target for each in relationships.values() if each.kind == kind)
    return next((target for target in targets if target in package), None)


def _optional(package: Package, relationships: Mapping[str, Relationship], kind: str) -> etree._Element | None:
    part = _part(package, relationships, kind)
    return None if part is None else package.parse(part)


def _language(settings: etree._Element | None) -> str:
    from baguan.readers.ooxml import W

    element = None if settings is None else settings.find(W + "themeFontLang")
    return "" if element is None else element.get(W + "eastAsia", "")


def _notes(walker: Walker, part: str, root: etree._Element, kind: BlockKind) -> None:
    """Every real note of the part; those with a type are separators and the like."""
    from baguan.readers.ooxml import W

    walker.open_part(part, root)
    for note in root.iterchildren(W + kind.value):
        if note.get(W + "type", "normal") == "normal":
            walker.story(note, kind)


def _comments(root: etree._Element | None) -> dict[str, str]:
    """The texts of the comments by id, paragraphs joined by line breaks."""
    from baguan.readers.ooxml import W

    if root is None:
        return {}
    texts = {}
    for comment in root.iterchildren(W + "comment"):
        lines = (
            "".join("\t" if each.tag == W + "tab" else each.text or "" for each in paragraph.iter(W + "t", W + "tab"))
            for paragraph in comment.iter(W + "p")
        )
        texts[comment.get(W + "id", "")] = "\n".join(lines).strip()
    return texts


def _sections(
    walker: Walker, furniture: Iterable[tuple[object, ...]], roots: Mapping[str, etree._Element], text: str
) -> list[Section]:
    from baguan.readers.docx_sections import Furniture, field_marks, page_number, section

    fields = field_marks(walker.marks)
    by_part: dict[str, list[int]] = {}
    for index, block in enumerate(walker.blocks):
        by_part.setdefault(block.path.partition("#")[0], []).append(index)
    sections = []
    for index, (body, pieces) in enumerate(zip(walker.sections, furniture, strict=True), 1):
        numbers = tuple(
            page_number(each, roots[each.part], [walker.blocks[i] for i in by_part.get(each.part, ())], fields, text)
            for each in pieces
            if isinstance(each, Furniture) and each.part in roots
        )
        sections.append(section(index, body, numbers))
    return sections


def _properties(package: Package, settings: etree._Element | None) -> dict[str, str]:
    """The properties of the file, in snake case; custom ones as ``custom.NAME``."""
    from baguan.readers.ooxml import W, switch

    found: dict[str, str] = {}
    for relationship in package.relationships("").values():
        if relationship.kind not in ("core-properties", "extended-properties", "extendedProperties", "coreProperties"):
            continue
        if relationship.target in package:
            for element in package.parse(relationship.target):
                if isinstance(element.tag, str) and not len(element) and element.text and element.text.strip():
                    name = element.tag.rpartition("}")[2]
                    found.setdefault(_HUMP.sub("_", name).lower(), element.text.strip())
    for relationship in package.relationships("").values():
        if relationship.kind in ("custom-properties", "customProperties") and relationship.target in package:
            for element in package.parse(relationship.target):
                if element.get("name"):
                    value = "".join(str(piece) for piece in element.itertext())
                    found[f"custom.{element.get('name')}"] = value.strip()
    for name, key in (("evenAndOddHeaders", "even_and_odd_headers"), ("trackRevisions", "track_revisions")):
        setting = None if settings is None else settings.find(W + name)
        if setting is not None and switch(setting.get(W + "val")):
            found[key] = "true"
    return found
