"""An annotated copy of a text file: the findings marked in place, the remarks listed at the end.

``认真【贯撤】〔1〕落实`` in the text, ``〔1〕 第3行第5列 WZ101…`` in the list.  A finding without text of its own is a
bare number where the missing thing should stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from baguan.document import Location
from baguan.report.advice import authority, head, suggestion
from baguan.report.common import one_line, place, visible

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.record import Record

OPEN, CLOSE = "【", "】"  # in GBK too: an old editor shows them
_RULE = "――――――――――――――――――――"


def annotate_text(document: Document, records: Sequence[Record]) -> bytes:
    """The annotated copy, in the encoding and with the line ends of the file.

    Args:
        document: a text file's.
        records: its findings.
    """
    from baguan.readers.decoding import encode_like

    source = document.source
    marks: list[tuple[int, int, int, str]] = []  # offset, closing before opening, order at one offset, text
    for number, record in enumerate(records, 1):
        start = document.source_map.source_offset(_start(record))
        end = document.source_map.source_offset(_end(record))
        label = f"〔{number}〕"
        if start < end:
            marks.append((end, 0, -start, f"{CLOSE}{label}"))
            marks.append((start, 1, -end, OPEN))
        else:
            marks.append((start, 0, -start, label))
    parts = []
    position = 0
    for offset, _, _, text in sorted(marks, key=lambda mark: mark[:3]):
        parts += [source[position:offset], text]
        position = offset
    body = "".join(parts) + source[position:]
    if not records:
        return encode_like(document.properties, source)
    return encode_like(document.properties, f"{body.rstrip(chr(10))}\n\n{_list(document, records)}\n")


def _start(record: Record) -> Location:
    return Location(record.line, record.column)


def _end(record: Record) -> Location:
    return Location(record.end_line, record.end_column)


def _list(document: Document, records: Sequence[Record]) -> str:
    told = [_RULE, f"把关校对意见（{len(records)}处）"]
    for number, record in enumerate(records, 1):
        line = f"〔{number}〕{place(record)}　{head(record)}：{one_line(visible(record.message))}"
        if record.fix is not None:
            line += f"；建议：{one_line(suggestion(record))}"
        told.append(f"{line}；依据：{authority(record)}")
    return ("\n\n" if document.format == "md" else "\n").join(told)
