"""Findings as comments in a copy of a .docx, and fixes as tracked changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from baguan.model import Edit, Finding, Gate, Span
from baguan.report.advice import lines

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.docx_writer import Comment
    from baguan.record import Record


def annotate_docx(
    data: bytes,
    document: Document,
    findings: Sequence[Finding],
    records: Sequence[Record],
    *,
    edits: Sequence[Edit] = (),
    date: datetime,
) -> bytes:
    """Return a copy of the .docx with a comment for each finding and ``edits`` tracked.

    Args:
        data: the file.
        document: what was read from it.
        findings: each becomes a comment; none when only changes are wanted.
        records: of the findings, in the same order.
        edits: the fixes to track.
        date: of comments and changes.

    Raises:
        EditError: it cannot be written.
    """
    from baguan.docx_writer import annotate

    comments = [_comment(document, finding, record) for finding, record in zip(findings, records, strict=True)]
    return annotate(data, document, comments, edits, title=_title(document) if comments else None, date=date)


def _comment(document: Document, finding: Finding, record: Record) -> Comment:
    from baguan.docx_writer import Comment

    told = lines(record)
    block = document.block_at(finding.start)
    place = record.where
    if finding.part:  # it stands for something that has no text: say what
        told = (f"{record.where}：{told[0]}", *told[1:])
    elif finding.start < finding.end and not finding.where:
        quoted = " ".join(record.text.split())
        place += f"“{quoted if len(quoted) <= 20 else quoted[:20] + '…'}”"
    layout = bool(finding.part) or (finding.code.startswith(Gate.LAYOUT.value) and finding.start == finding.end)
    if layout:
        return Comment(block.start, block.end, told, place, whole=True)
    return Comment(finding.start, finding.end, told, place)


def _title(document: Document) -> Span | None:
    from baguan.outline import ElementName

    element = document.structure.first(ElementName.TITLE)
    return None if element is None else Span(element.start, element.end)
