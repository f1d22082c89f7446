"""What a 退文单 says: the document, the reasons with their clauses, each fault with its place, the date to resubmit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from baguan.errors import BaguanError
from baguan.ledger.rows import ReasonEntry
from baguan.verdict import return_reasons, usual_reasons

if TYPE_CHECKING:
    from baguan.ledger.rows import ReturnRow
    from baguan.record import FileReport, Record

PENDING, RETURNED, WITHDRAWN = "pending", "returned", "withdrawn"
CONFIRMED, OVERRULED = "confirmed", "overruled"
STATES = {PENDING: "待复核", RETURNED: "已退文", WITHDRAWN: "不予退文"}
_DECISIONS = {"": "待复核", CONFIRMED: "成立", OVERRULED: "不成立"}


class NoticeError(BaguanError):
    """A return cannot be made as asked; the message says why."""


class Fault(NamedTuple):
    """One fault: where it is, what stands there, what is wrong, what to do."""

    reason: int
    place: str
    text: str
    message: str
    mend: str
    code: str
    basis: str


class Notice(NamedTuple):
    """A 退文单; ``reasons`` are numbered from 1 by their position."""

    row: ReturnRow
    office: str
    salutation: str
    made: date
    resubmit: date
    reasons: tuple[ReasonEntry, ...]
    faults: tuple[Fault, ...]

    @property
    def standing(self) -> tuple[ReasonEntry, ...]:
        """The reasons that were not overruled."""
        return tuple(reason for reason in self.reasons if reason.decision != OVERRULED)

    def to_dict(self) -> dict[str, Any]:
        """The JSON output."""
        return {
            "id": self.row.id,
            "state": self.row.state,
            "document": self.row.document,
            "title": self.row.title,
            "number": self.row.number,
            "unit": self.row.unit,
            "office": self.office,
            "date": self.made.isoformat(),
            "resubmit": self.resubmit.isoformat(),
            "reviewer": self.row.reviewer,
            "second": self.row.second,
            "reasons": [
                {**reason._asdict(), "codes": reason.codes.split(), "decision_label": _DECISIONS[reason.decision]}
                for reason in self.reasons
            ],
            "faults": [fault._asdict() for fault in self.faults],
        }


def reasons_of(report: FileReport, given: Sequence[str] = ()) -> list[ReasonEntry]:
    """The reasons for returning a document.

    Args:
        report: of its check; errors and warnings are mapped to the usual reasons.
        given: reasons a person adds: the number of a usual reason, or words.

    Raises:
        NoticeError: a number is not that of a usual reason.
    """
    found = return_reasons((record.code, record.severity) for record in report.findings)
    entries = [
        ReasonEntry(position, reason.reason, reason.clause, " ".join(reason.codes))
        for position, reason in enumerate(found, 1)
    ]
    for words in given:
        reason, clause = _given(words)
        if not any(entry.reason == reason for entry in entries):
            entries.append(ReasonEntry(len(entries) + 1, reason, clause, ""))
    return entries


def _given(words: str) -> tuple[str, str]:
    words = words.strip()
    if words.isdecimal():
        row = next((row for row in usual_reasons() if row.number == int(words) and row.number), None)
        if row is None:
            known = "；".join(f"{row.number} {row.reason}" for row in usual_reasons() if row.number)
            raise NoticeError(f"没有第{words}项常见退文原因（{known}）")
        return row.reason, row.clause
    if not words:
        raise NoticeError("退文理由不能是空的")
    known_row = next((row for row in usual_reasons() if row.reason == words), None)
    return words, known_row.clause if known_row else ""


def faults_of(report: FileReport, reasons: Sequence[ReasonEntry]) -> tuple[Fault, ...]:
    """The faults that show the reasons, in the order of the document."""
    owner = {code: reason.position for reason in reasons for code in reason.codes.split()}
    return tuple(
        _fault(record, owner[record.code])
        for record in report.findings
        if record.severity != "info" and record.code in owner
    )


def _fault(record: Record, reason: int) -> Fault:
    basis = f"{record.basis.source} {record.basis.clause}".strip()
    return Fault(
        reason=reason,
        place=record.where,
        text=record.text.strip() or record.excerpt.strip(),
        message=record.message,
        mend=record.fix.title if record.fix else "请核对修改",
        code=record.code,
        basis=basis,
    )


def decide(reasons: Sequence[ReasonEntry], confirm: Sequence[str], overrule: Sequence[str]) -> list[ReasonEntry]:
    """The reasons with the decisions of the second reviewer.

    Args:
        reasons: as the first reviewer gave them.
        confirm: numbers, or ``all`` for those that are not overruled.
        overrule: ``NUMBER=WHY``.

    Raises:
        NoticeError: a number is wrong, given twice, or a reason is left undecided.
    """
    known = {str(reason.position): reason for reason in reasons}
    decisions: dict[str, tuple[str, str]] = {}
    for entry in overrule:
        number, _, why = entry.partition("=")
        if not why.strip():
            raise NoticeError(f"--overrule 应写作“序号=理由”，不是“{entry}”")
        _decide(decisions, known, number.strip(), OVERRULED, why.strip())
    for number in confirm:
        if number == "all":
            for each in known:
                decisions.setdefault(each, (CONFIRMED, ""))
        else:
            _decide(decisions, known, number, CONFIRMED, "")
    missing = [number for number in known if number not in decisions]
    if missing:
        raise NoticeError(
            f"每条理由都要有结论，还缺第{'、'.join(missing)}条（--confirm 成立，--overrule 序号=理由 不成立）"
        )
    return [
        reason._replace(decision=decisions[str(reason.position)][0], comment=decisions[str(reason.position)][1])
        for reason in reasons
    ]


def _decide(
    decisions: dict[str, tuple[str, str]], known: dict[str, ReasonEntry], number: str, decision: str, why: str
) -> None:
    if number not in known:
        raise NoticeError(f"没有第{number}条理由（共{len(known)}条）")
    if number in decisions:
        raise NoticeError(f"第{number}条理由写了两个结论")
    decisions[number] = (decision, why)
