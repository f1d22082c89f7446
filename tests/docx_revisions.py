"""What Word's Accept All and Reject All make of the changes of one author, and what its comments cover."""

from __future__ import annotations

import io
import zipfile
from collections import Counter

from lxml import etree

from baguan.readers.docx import read_docx
from baguan.readers.ooxml import XML_SPACE, text_elements

AUTHOR = "把关"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def settle(data: bytes, *, accept: bool, author: str = AUTHOR) -> bytes:
    """The package with every change of ``author`` accepted or rejected."""
    content = parts(data)
    for name, value in content.items():
        if name.startswith("word/") and name.endswith(".xml") and (b":ins " in value or b":del " in value):
            content[name] = _settle(value, accept, author)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, value in content.items():
            archive.writestr(name, value)
    return buffer.getvalue()


def _settle(value: bytes, accept: bool, author: str) -> bytes:
    root = etree.fromstring(value)
    w = root.tag.partition("}")[0] + "}"
    for name, kept in (("ins", accept), ("del", not accept)):
        for change in list(root.iter(w + name)):
            if change.get(w + "author") != author:
                continue
            parent = change.getparent()
            if kept:
                for child in list(change):
                    for text in child.iter(w + "delText"):
                        if name == "del":
                            text.tag = w + "t"
                    change.addprevious(child)
            parent.remove(change)
    return etree.tostring(root, encoding="UTF-8")


def rejected(data: bytes) -> str:
    return read_docx(settle(data, accept=False)).text


def accepted(data: bytes) -> str:
    return read_docx(settle(data, accept=True)).text


def covered(data: bytes) -> list[tuple[str, str]]:
    """(text of the range after rejecting, text of the comment) for each of our comments, in order of identifiers."""
    content = parts(settle(data, accept=False))
    root = etree.fromstring(content["word/document.xml"])
    w = root.tag.partition("}")[0] + "}"
    comments = etree.fromstring(content["word/comments.xml"])
    found = []
    for comment in comments.iter(w + "comment"):
        if comment.get(w + "author") != AUTHOR:
            continue
        identifier = comment.get(w + "id")
        ends = [
            each
            for each in root.iter(w + "commentRangeStart", w + "commentRangeEnd", w + "commentReference")
            if each.get(w + "id") == identifier
        ]
        assert [etree.QName(each).localname for each in ends] == [
            "commentRangeStart",
            "commentRangeEnd",
            "commentReference",
        ]
        order = {element: index for index, element in enumerate(root.iter())}
        inside = [each for each in text_elements(root) if order[ends[0]] < order[each] < order[ends[1]]]
        inside = [each for each in inside if next(each.iterancestors(w + "txbxContent"), None) is None]
        found.append(("".join(map(shown, inside)), "".join(comment.itertext())))
    return found


def shown(element: etree._Element) -> str:
    """What a text-bearing element shows, as far as it is text that can be written."""
    name = etree.QName(element).localname
    if name != "t":
        return {"tab": "\t", "br": "\v"}.get(name, "")
    text = element.text or ""
    return text if element.get(XML_SPACE) == "preserve" else text.strip(" \t\n\r")


def identifiers_are_unique(data: bytes) -> bool:
    """Whether comments, revisions and bookmarks of the main part have identifiers of their own."""
    root = etree.fromstring(parts(data)["word/document.xml"])
    w = root.tag.partition("}")[0] + "}"
    starts = [
        w + name for name in ("commentRangeStart", "ins", "del", "moveTo", "moveFrom", "rPrChange", "bookmarkStart")
    ]
    counts = Counter(each.get(w + "id") for each in root.iter(*starts))
    return all(count == 1 for count in counts.values())
