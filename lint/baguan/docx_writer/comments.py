"""The part that holds the comments: made when there is none, added to when there is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from baguan.docx_writer.archive import serialise
from baguan.docx_writer.edits import set_text
from baguan.lazy import lazy_pattern

if TYPE_CHECKING:
    from lxml import etree

    from baguan.readers.ooxml import Package

_STRICT = "{http://purl.oclc.org/ooxml/"
_KINDS = {
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
}
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ILLEGAL = lazy_pattern("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_WHITE = lazy_pattern("[\\t\\n\\v\\f\\r\u2028\u2029]+")


def add_comments(
    package: Package, main: str, namespace: str, comments: Sequence[tuple[str, Iterable[str]]], stamp: Mapping[str, str]
) -> dict[str, bytes]:
    """The entries to replace or add so that the package holds ``comments``.

    Args:
        package: the source.
        main: the name of the main part.
        namespace: of its elements, in braces.
        comments: identifier and lines of each.
        stamp: author, date and initials, as attributes.
    """
    found = next((each for each in package.relationships(main).values() if each.kind == "comments"), None)
    if found is not None and found.target in package:
        from baguan.readers.ooxml import parse_xml

        root = parse_xml(package.read(found.target), found.target)
        _append(root, comments, stamp)
        return {package.entry_name(found.target): serialise(root)}
    from lxml import etree

    part = _free_name(package, posixpath.dirname(main))
    root = etree.Element(f"{namespace}comments", nsmap={"w": namespace[1:-1]})
    _append(root, comments, stamp)
    return {
        **_related(package, main, part, strict=namespace.startswith(_STRICT)),
        **_typed(package, part),
        part: serialise(root),
    }


def legal(text: str) -> str:
    """``text`` on one line, without what XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", _WHITE.sub(" ", text))


def _append(root: etree._Element, comments: Sequence[tuple[str, Iterable[str]]], stamp: Mapping[str, str]) -> None:
    namespace = str(root.tag).partition("}")[0] + "}"
    for identifier, lines in comments:
        comment = _child(root, namespace, "comment")
        comment.set(namespace + "id", identifier)
        for key, value in stamp.items():
            comment.set(namespace + key, value)
        for number, line in enumerate(lines):
            paragraph = _child(comment, namespace, "p")
            if not number:
                _child(_child(paragraph, namespace, "r"), namespace, "annotationRef")
            set_text(_child(_child(paragraph, namespace, "r"), namespace, "t"), legal(line))


def _child(parent: etree._Element, namespace: str, name: str) -> etree._Element:
    made = parent.makeelement(namespace + name, {}, None)
    parent.append(made)
    return made


def _free_name(package: Package, folder: str) -> str:
    number = 0
    while True:
        name = posixpath.join(folder, f"comments{number or ''}.xml")
        if name not in package:
            return name
        number += 1


def _related(package: Package, main: str, part: str, *, strict: bool) -> dict[str, bytes]:
    """The relationships of the main part with one more."""
    from lxml import etree

    from baguan.readers.ooxml import parse_xml

    folder, name = posixpath.split(main)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source in package:
        root = parse_xml(package.read(source), source)
        source = package.entry_name(source)
    else:
        root = etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
    taken = {each.get("Id") for each in root}
    number = 1
    while f"rIdBaguan{number}" in taken:
        number += 1
    values = {"Id": f"rIdBaguan{number}", "Type": _KINDS[strict], "Target": posixpath.basename(part)}
    root.append(root.makeelement(f"{{{_RELATIONS}}}Relationship", values, None))
    return {source: serialise(root)}


def _typed(package: Package, part: str) -> dict[str, bytes]:
    """The table of content types with the new part in it."""
    from baguan.readers.ooxml import parse_xml

    name = "[Content_Types].xml"
    if name not in package:
        return {}
    root = parse_xml(package.read(name), name)
    values = {"PartName": f"/{part}", "ContentType": _CONTENT}
    for each in list(root):
        if each.get("PartName", "").lower() == values["PartName"].lower():
            root.remove(each)  # left over from a part that is gone
    root.append(root.makeelement(f"{{{_TYPES}}}Override", values, None))
    return {package.entry_name(name): serialise(root)}
