"""Apply fixes to a document until none is left to apply.

Each round checks the document, takes the fixes that may be applied and do not touch each other, and writes them; a
fix may make room for another, so rounds go on until nothing changes.  Text files keep their encoding, byte order mark
and line ends; a .docx keeps its runs and all parts that hold no change.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from baguan.model import Applicability, Edit, Finding

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.record import FileReport, Record
    from baguan.runner import FileChecker

ROUNDS = 10


class Examined(NamedTuple):
    """A document with what was found in it; ``findings`` and the report's records are in the same order."""

    document: Document
    report: FileReport
    findings: Sequence[Finding]


class Fixed(NamedTuple):
    """What fixing a document gave.

    ``changes`` are the findings that were fixed, round by round (the places are those of the round); ``edits`` change
    the text of ``before`` into that of ``after``; ``refused`` are fixes that cannot be written into a .docx.
    ``stable`` is false when the last round allowed still changed something.
    """

    data: bytes
    before: Examined
    after: Examined
    changes: tuple[Record, ...]
    edits: tuple[Edit, ...]
    refused: tuple[Record, ...]
    stable: bool


def fix_bytes(data: bytes, path: str, checker: FileChecker, *, unsafe: bool = False) -> Fixed:
    """Fix the bytes of a file called ``path``; nothing is written.

    Args:
        data: the file.
        path: its extension tells the format.
        checker: whose rules and settings count.
        unsafe: whether probable fixes are applied too.

    Raises:
        DocumentError: the bytes cannot be read.
        EditError: a .docx cannot be written.
    """
    examined = before = _examine(data, path, checker)
    pieces = _Pieces(len(before.document.text))
    changes: list[Record] = []
    refused: list[Record] = []
    for _ in range(ROUNDS):
        taken, edits, refused = choose(examined, unsafe=unsafe)
        if not edits:
            break
        data = _apply(data, examined.document, edits)
        changes += taken
        pieces.apply(edits)
        examined = _examine(data, path, checker)
    else:
        taken, edits, refused = choose(examined, unsafe=unsafe)
    return Fixed(data, before, examined, tuple(changes), pieces.edits(), tuple(refused), not edits)


def _examine(data: bytes, path: str, checker: FileChecker) -> Examined:
    from baguan.readers import read_bytes

    document = read_bytes(data, path)
    report, findings = checker.examine(document)
    return Examined(document, report, findings)


def choose(examined: Examined, *, unsafe: bool) -> tuple[list[Record], list[Edit], list[Record]]:
    """The fixes to apply now: their findings, their edits in order, and the findings whose fix cannot be written.

    A fix is applied as a whole or not at all.  Where two touch the same place the first wins; the other comes in the
    next round, if it is still needed.
    """
    allowed = {Applicability.SAFE, Applicability.UNSAFE} if unsafe else {Applicability.SAFE}
    taken: list[Record] = []
    refused: list[Record] = []
    edits: list[Edit] = []
    for finding, record in zip(examined.findings, examined.report.findings, strict=True):
        fix = finding.fix
        if fix is None or fix.applicability not in allowed or not _changes(examined.document, fix.edits):
            continue
        if any(_collides(edits, edit) for edit in fix.edits):
            continue
        if not _writable(examined.document, fix.edits):
            refused.append(record)
            continue
        taken.append(record)
        for edit in fix.edits:
            bisect.insort(edits, edit)
    return taken, edits, refused


def _changes(document: Document, edits: Iterable[Edit]) -> bool:
    return any(document.text[edit.start : edit.end] != edit.text for edit in edits)


def _writable(document: Document, edits: Sequence[Edit]) -> bool:
    if document.format != "docx":
        return True
    from baguan.docx_writer import can_apply

    return all(can_apply(document, edit) for edit in edits)


def _collides(taken: Sequence[Edit], edit: Edit) -> bool:
    """Whether ``edit`` overlaps one of ``taken`` (sorted, apart); an insertion collides with what it touches, too."""
    index = bisect.bisect_left(taken, edit)
    for other in taken[max(index - 1, 0) : index + 1]:
        insertion = edit.start == edit.end or other.start == other.end
        apart = edit.end < other.start or other.end < edit.start
        if not apart and (insertion or (edit.start < other.end and other.start < edit.end)):
            return True
    return False


def _apply(data: bytes, document: Document, edits: Sequence[Edit]) -> bytes:
    if document.format == "docx":
        from baguan.docx_writer import apply_edits

        return apply_edits(data, document, edits)
    from baguan.readers.decoding import encode_like

    parts = []
    position = 0
    for edit in [piece for each in edits for piece in document.source_map.source_edits(each)]:
        parts += [document.source[position : edit.start], edit.text]
        position = edit.end
    return encode_like(document.properties, "".join(parts) + document.source[position:])


class _Pieces:
    """A text as pieces of the first one and new strings, so that edits made one round after another become one list."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._pieces: list[tuple[int, int, str]] = [(0, length, "")]  # (start, end) of the first text, or a new string

    def apply(self, edits: Sequence[Edit]) -> None:
        """Apply sorted edits of the present text."""
        result: list[tuple[int, int, str]] = []
        rest = list(reversed(self._pieces))
        position = 0

        def take(until: int, keep: bool) -> None:
            nonlocal position
            while position < until:
                start, end, text = rest.pop()
                size = len(text) or end - start
                used = min(size, until - position)
                if used < size:
                    rest.append((0, 0, text[used:]) if text else (start + used, end, ""))
                if keep:
                    result.append((0, 0, text[:used]) if text else (start, start + used, ""))
                position += used

        for edit in edits:
            take(edit.start, True)
            take(edit.end, False)
            if edit.text:
                result.append((0, 0, edit.text))
        self._pieces = [*result, *reversed(rest)]

    def edits(self) -> tuple[Edit, ...]:
        """The edits that turn the first text into the present one."""
        found = []
        position, new = 0, ""
        for start, end, text in [*self._pieces, (self._length, self._length, "")]:
            if text:
                new += text
                continue
            if new or position < start:
                found.append(Edit(position, start, new))
            position, new = end, ""
        return tuple(found)
