"""What the layout rules share."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from baguan.outline import ElementName, Kind
from baguan_rules.policy.dates import issued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document

STANDARD = "GB/T 9704—2012"
STATUTORY = frozenset({Kind.STATUTORY})
_IN_FORCE = datetime.date(2012, 7, 1)


def is_old(document: Document) -> bool:
    """Whether the document was issued before GB/T 9704—2012 came into force; other forms were right then."""
    day = issued(document)
    return day is not None and day < _IN_FORCE


def element_lines(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the lines in ``start:end`` without the blanks around them; empty ones are left out."""
    text = document.text
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start:stop]
        if line.strip():
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        start = stop + 1


def sign_off(document: Document) -> int:
    """Where the 成文日期 stands; the end of the text when there is none."""
    date = document.structure.first(ElementName.DATE)
    return len(document.text) if date is None else date.start
