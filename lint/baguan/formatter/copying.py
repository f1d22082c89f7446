"""The copy: read, format, write, and prove that the text is the same."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from baguan.errors import BaguanError
from baguan.readers.ooxml import W, open_package, paragraph_elements, parse_xml

if TYPE_CHECKING:
    from lxml import etree

    from baguan.document import Document
    from baguan.formatter.pages import PageNote, Pages
    from baguan.formatter.paragraphs import Note
    from baguan.readers.ooxml import Package

_STRICT = "{http://purl.oclc.org/ooxml/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ROUNDS = 4
_QUOTED = 12  # characters of a paragraph's beginning that say which it is


class FormatError(BaguanError):
    """A document cannot be formatted; nothing was written."""


class Change(NamedTuple):
    """One line of the list of changes.

    ``where`` is the first place, as a person names it (第3段“一、总体要求”, 第2节页面设置), ``times`` how many
    paragraphs or sections were changed alike; a change that is not ``done`` was needed and not made, and ``what`` says
    why.
    """

    element: str
    what: str
    where: str
    times: int = 1
    done: bool = True


class Formatted(NamedTuple):
    """The copy and what was changed in it; without changes it is the original, byte for byte."""

    data: bytes
    changes: tuple[Change, ...]


def format_docx(data: bytes, figures: Mapping[str, float | str | bool]) -> Formatted:
    """A copy of the .docx ``data`` with paper, margins, page numbers, fonts, sizes, indents and spacing as asked.

    Args:
        data: the file.
        figures: every figure of ``baguan.profile.FIGURES``.

    Returns:
        The copy, whose text outside headers and footers was compared with the original's, and whose other parts are
        those of the original.

    Raises:
        DocumentError: ``data`` is no readable .docx.
        FormatError: it is of a sort that cannot be formatted, or the copy would not have the same text.
    """
    copy = data
    done: list[Change] = []
    left: tuple[Change, ...] = ()
    for _ in range(_ROUNDS):
        made = _round(copy, figures)
        left = tuple(change for change in made.changes if not change.done)
        fresh = [change for change in made.changes if change.done]
        if not fresh:
            break
        copy = made.data
        done += [change for change in fresh if change not in done]
    return Formatted(copy, (*done, *left))


def _round(data: bytes, figures: Mapping[str, float | str | bool]) -> Formatted:
    """One round; what it changes may show something else (a section with numbers now has a count to check)."""
    from baguan.docx_writer.archive import copy_package, serialise
    from baguan.formatter.pages import Pages
    from baguan.formatter.paragraphs import Paragraphs
    from baguan.readers.docx import read_docx
    from baguan.readers.docx_styles import Styles, Theme
    from baguan.structure import recognise

    document = read_docx(data)
    document.requested_kind = "statutory"  # asking for the layout of a 公文 says what it is
    document.recogniser = recognise
    package = open_package(data)
    main = package.main_part()
    root = parse_xml(package.read(main), main)
    if root.tag.startswith(_STRICT):
        raise FormatError("这是“严格 Open XML”格式的文档，请先在 Word 里另存为普通 .docx")
    settings = _optional(package, main, "settings")
    fonts = None if settings is None else settings.find(W + "themeFontLang")
    theme = Theme(_optional(package, main, "theme"), "" if fonts is None else fonts.get(W + "eastAsia", ""))
    declared = _optional(package, main, "styles")
    styles = Styles(declared, theme)
    elements = {f"{main}#p{index}": element for index, element in enumerate(paragraph_elements(root), 1)}
    paragraphs = Paragraphs(document, elements, styles, declared, figures)
    paragraphs.run()
    pages = Pages(document, _sections(root, document), figures)
    pages.run()
    changes = (*_page_changes(pages.notes), *_paragraph_changes(document, paragraphs.notes))
    if not any(change.done for change in changes):
        return Formatted(data, changes)
    new = {package.entry_name(main): serialise(root), **_new_parts(package, main, pages)}
    copy = copy_package(package, new)
    if _text(read_docx(copy)) != _text(document):
        raise FormatError("排版后的文字与原文不一致，已放弃（请把文件交给维护者）")
    return Formatted(copy, changes)


def _text(document: Document) -> list[str]:
    """The text of everything but headers and footers."""
    return [document.block_text(block) for block in document.blocks if block.part not in ("header", "footer")]


def _optional(package: Package, main: str, kind: str) -> etree._Element | None:
    targets = (each.target for each in package.relationships(main).values() if each.kind == kind)
    part = next((target for target in targets if target in package), None)
    return None if part is None else package.parse(part)


def _sections(root: etree._Element, document: Document) -> list[etree._Element | None]:
    """The ``w:sectPr`` of each section; the last one is made when the body has none."""
    body = root.find(W + "body")
    if body is None:
        raise FormatError("文档没有正文")
    found: list[etree._Element | None] = [
        element for element in body.iter(W + "sectPr") if element.getparent() is body or _in_body(element)
    ]
    if body.find(W + "sectPr") is None:
        last = body.makeelement(W + "sectPr", {}, None)
        body.append(last)
        found.append(last)
    if len(found) != len(document.sections):
        raise FormatError("文档的分节结构特殊，不能自动排版")
    return found


def _in_body(section: etree._Element) -> bool:
    """Whether a ``w:sectPr`` in a paragraph ends a section: not in a table, a text box or an old version."""
    names = {ancestor.tag for ancestor in section.iterancestors()}
    return names.isdisjoint({W + "tc", W + "txbxContent", W + "pPrChange", W + "sectPrChange"})


def _page_changes(notes: list[PageNote]) -> list[Change]:
    first: dict[tuple[str, bool], tuple[int, int]] = {}
    for note in notes:
        index, count = first.get((note.what, note.done), (note.section, 0))
        first[note.what, note.done] = index, count + 1
    return [Change("页面", what, f"第{index}节页面设置", count, done) for (what, done), (index, count) in first.items()]


def _paragraph_changes(document: Document, notes: list[Note]) -> list[Change]:
    from bisect import bisect_right

    starts = [block.start for block in document.blocks]
    places: dict[tuple[str, str], dict[int, int]] = {}
    for note in notes:
        number = bisect_right(starts, note.block.start)
        places.setdefault((note.element, note.what), {}).setdefault(number, note.block.start)
    changes = []
    for (element, what), where in places.items():
        number, start = min(where.items())
        text = "".join(document.block_text(document.block_at(start)).split())
        quoted = text[:_QUOTED] + ("……" if len(text) > _QUOTED else "")
        changes.append(Change(element, what, f"第{number}段“{quoted}”", len(where)))
    return changes


def _new_parts(package: Package, main: str, pages: Pages) -> dict[str, bytes]:
    """The new footers, and relations, content types and settings that know them."""
    from baguan.docx_writer.archive import serialise

    if not pages.footers and not pages.even_odd:
        return {}
    folder = posixpath.dirname(main)
    found: dict[str, bytes] = {}
    relations: list[tuple[str, str, str]] = []
    types: list[tuple[str, str]] = []
    number = 0
    names: dict[str, str] = {}
    for identifier, xml in pages.footers.items():
        number, part = _free(package, folder, "footer", number + 1)
        found[part] = _XML + xml.encode()
        names[identifier] = part
        relations.append((identifier, "footer", part))
        types.append((part, "footer"))
    if pages.even_odd:
        from baguan.formatter.markup import switch_on

        target = next((e.target for e in package.relationships(main).values() if e.kind == "settings"), None)
        if target is not None and target in package:
            settings = parse_xml(package.read(target), target)
            switch_on(settings, "evenAndOddHeaders")
            found[package.entry_name(target)] = serialise(settings)
        else:
            _, part = _free(package, folder, "settings", 0)
            found[part] = _XML + f'<w:settings xmlns:w="{W[1:-1]}"><w:evenAndOddHeaders/></w:settings>'.encode()
            relations.append(("rIdBaguanSettings", "settings", part))
            types.append((part, "settings"))
    found.update(_related(package, main, relations))
    found.update(_typed(package, types))
    return found


_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _free(package: Package, folder: str, stem: str, number: int) -> tuple[int, str]:
    """The first number from ``number`` on whose part does not exist, and the part's name."""
    while True:
        name = posixpath.join(folder, f"{stem}{number or ''}.xml")
        if name not in package:
            return number, name
        number += 1


def _related(package: Package, main: str, new: list[tuple[str, str, str]]) -> dict[str, bytes]:
    from lxml import etree

    from baguan.docx_writer.archive import serialise

    folder, name = posixpath.split(main)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source in package:
        root = parse_xml(package.read(source), source)
        source = package.entry_name(source)
    else:
        root = etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
    for identifier, kind, part in new:
        for old in [each for each in root if each.get("Id") == identifier]:
            root.remove(old)  # of an earlier run, and no longer referred to
        values = {"Id": identifier, "Type": f"{_OFFICE}/{kind}", "Target": posixpath.basename(part)}
        root.append(root.makeelement(f"{{{_RELATIONS}}}Relationship", values, None))
    return {source: serialise(root)}


def _typed(package: Package, new: list[tuple[str, str]]) -> dict[str, bytes]:
    from baguan.docx_writer.archive import serialise

    name = "[Content_Types].xml"
    if name not in package:
        return {}
    root = parse_xml(package.read(name), name)
    for part, kind in new:
        values = {"PartName": f"/{part}", "ContentType": f"{_WORD}.{kind}+xml"}
        for old in [each for each in root if each.get("PartName", "").lower() == values["PartName"].lower()]:
            root.remove(old)
        root.append(root.makeelement(f"{{{_TYPES}}}Override", values, None))
    return {package.entry_name(name): serialise(root)}
