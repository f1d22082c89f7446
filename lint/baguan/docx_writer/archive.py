"""Copying a package: what is not replaced stays byte for byte, in its order."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

    from baguan.readers.ooxml import Package

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip archive can hold


def copy_package(package: Package, new: Mapping[str, bytes]) -> bytes:
    """A copy of the package, entries in order, those named in ``new`` with other bytes or added at the end.

    Args:
        package: the source; its limits hold while it is copied.
        new: contents by the archive's own spelling of the name.
    """
    target = io.BytesIO()
    written = set()
    archive = package.archive
    with zipfile.ZipFile(target, "w") as copied:
        copied.comment = archive.comment
        for entry in archive.infolist():
            if entry.filename in written:
                continue
            written.add(entry.filename)
            information = copy.copy(entry)
            information.flag_bits &= 0x800  # the file name's encoding; the rest is about the old stream
            content = new.get(entry.filename)
            with copied.open(information, "w") as stream:
                for chunk in package.chunks(entry) if content is None else (content,):
                    stream.write(chunk)
        for name, content in new.items():
            if name not in written:
                information = zipfile.ZipInfo(name, _EPOCH)
                information.compress_type = zipfile.ZIP_DEFLATED
                copied.writestr(information, content)
    return target.getvalue()


def serialise(root: etree._Element) -> bytes:
    """The bytes of an XML part, as Word writes its head."""
    from lxml import etree

    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
