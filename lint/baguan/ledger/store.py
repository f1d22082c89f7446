"""Write to the ledger and read from it."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from baguan.ledger.connect import Connection, LedgerError, connect
from baguan.ledger.migrations import migrate, version_of
from baguan.ledger.rows import FindingRow, ReasonEntry, ReturnRow, ReviewRow, Run, RunRow

if TYPE_CHECKING:
    from types import TracebackType


def _columns(record: Any, prefix: str = "") -> str:
    return ", ".join(prefix + name for name in record._fields)


def _select(columns: str, rest: str) -> str:
    return " ".join(("SELECT", columns, rest))


def _insert(table: str, record: Any, *extra: str) -> str:
    names = (*extra, *record._fields)
    values = ", ".join(":" + name for name in names)
    return " ".join(("INSERT INTO", table, "(", ", ".join(names), ") VALUES (", values, ")"))


_DAYS = "WHERE day BETWEEN :first AND :last ORDER BY recorded, id"
_OF_DAYS = "FROM baguan_findings f JOIN baguan_runs r ON r.id = f.run_id WHERE r.day BETWEEN :first AND :last"
_INSERT_RUN = _insert("baguan_runs", RunRow)
_INSERT_FINDING = _insert("baguan_findings", FindingRow, "run_id", "position")
_INSERT_REVIEW = _insert("baguan_reviews", ReviewRow)
_INSERT_RETURN = _insert("baguan_returns", ReturnRow)
_INSERT_REASON = _insert("baguan_return_reasons", ReasonEntry, "return_id")
_RUNS = _select(_columns(RunRow), f"FROM baguan_runs {_DAYS}")
_LATEST = _select(_columns(RunRow), "FROM baguan_runs ORDER BY recorded DESC, id LIMIT :count")
_FINDINGS = _select(f"f.run_id, {_columns(FindingRow, 'f.')}", f"{_OF_DAYS} ORDER BY r.recorded, f.run_id, f.position")
_COUNTS = _select(
    "f.run_id, f.code, f.gate, f.severity, count(*)", f"{_OF_DAYS} GROUP BY f.run_id, f.code, f.gate, f.severity"
)
_RETURNS = _select(_columns(ReturnRow), f"FROM baguan_returns {_DAYS}")
_REASONS = _select(_columns(ReasonEntry), "FROM baguan_return_reasons WHERE return_id = :id ORDER BY position")
_PENDING = _select(
    _columns(ReturnRow),
    "FROM baguan_returns WHERE document = :document AND state = 'pending' ORDER BY recorded DESC, id LIMIT 1",
)
_REVIEWS = _select(
    _columns(ReviewRow),
    "FROM baguan_reviews WHERE document = :document OR content_hash = :content_hash ORDER BY recorded, id",
)
_BROKEN = (
    "SELECT r.id, r.findings, count(f.run_id) FROM baguan_runs r LEFT JOIN baguan_findings f ON f.run_id = r.id "
    "GROUP BY r.id, r.findings HAVING r.findings <> count(f.run_id)"
)


class Ledger:
    """An open ledger; use it in a ``with`` statement.  Every method raises ``LedgerError`` when the database fails."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @property
    def version(self) -> int:
        """The version of the schema."""
        return version_of(self._connection)

    def record(self, runs: Sequence[Run]) -> None:
        """Record runs with their findings in one transaction: when this returns, all of them are on the disk."""
        findings = [
            {**finding._asdict(), "run_id": run.row.id, "position": position}
            for run in runs
            for position, finding in enumerate(run.findings)
        ]
        with self._connection.writing():
            self._connection.execute(_INSERT_RUN, [run.row._asdict() for run in runs])
            self._connection.execute(_INSERT_FINDING, findings)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """A stretch in which every query sees the same state of the ledger."""
        with self._connection.reading():
            yield

    def runs(self, first: str, last: str) -> list[RunRow]:
        """The runs of the days ``first`` to ``last`` (``YYYY-MM-DD``, both included), oldest first."""
        return [RunRow(*row) for row in self._connection.query(_RUNS, {"first": first, "last": last})]

    def latest(self, count: int) -> list[RunRow]:
        """The latest runs, newest first."""
        return [RunRow(*row) for row in self._connection.query(_LATEST, {"count": count})]

    def findings(self, first: str, last: str) -> list[tuple[str, FindingRow]]:
        """The findings of those days with the id of their run."""
        rows = self._connection.query(_FINDINGS, {"first": first, "last": last})
        return [(row[0], FindingRow(*row[1:])) for row in rows]

    def counts(self, first: str, last: str) -> list[tuple[str, str, str, str, int]]:
        """Run, code, gate, severity and how many findings, of those days."""
        rows = self._connection.query(_COUNTS, {"first": first, "last": last})
        return [(str(run), str(code), str(gate), str(level), int(count)) for run, code, gate, level, count in rows]

    def incomplete(self) -> list[str]:
        """The ids of runs that do not have as many findings as were recorded: always empty unless someone meddled."""
        return [str(row[0]) for row in self._connection.query(_BROKEN)]

    def size(self) -> tuple[int, int]:
        """How many runs and findings there are."""
        runs = self._connection.query("SELECT count(*) FROM baguan_runs")[0][0]
        findings = self._connection.query("SELECT count(*) FROM baguan_findings")[0][0]
        return int(runs), int(findings)

    def add_review(self, row: ReviewRow) -> None:
        """Record a decision at a stage of the review."""
        with self._connection.writing():
            self._connection.execute(_INSERT_REVIEW, [row._asdict()])

    def reviews(self, document: str, content_hash: str) -> list[ReviewRow]:
        """The decisions on a document, or on that very text under another name, oldest first."""
        values = {"document": document, "content_hash": content_hash}
        return [ReviewRow(*row) for row in self._connection.query(_REVIEWS, values)]

    def add_return(self, row: ReturnRow, reasons: Sequence[ReasonEntry]) -> None:
        """Record a return with its reasons."""
        with self._connection.writing():
            self._connection.execute(_INSERT_RETURN, [row._asdict()])
            self._connection.execute(_INSERT_REASON, [{**reason._asdict(), "return_id": row.id} for reason in reasons])

    def returns(self, first: str, last: str) -> list[ReturnRow]:
        """The returns of those days, in every state, oldest first."""
        return [ReturnRow(*row) for row in self._connection.query(_RETURNS, {"first": first, "last": last})]

    def reasons(self, return_id: str) -> list[ReasonEntry]:
        """The reasons of a return."""
        return [ReasonEntry(*row) for row in self._connection.query(_REASONS, {"id": return_id})]

    def pending_return(self, document: str) -> ReturnRow | None:
        """The latest return of a document that waits for its second reviewer."""
        rows = self._connection.query(_PENDING, {"document": document})
        return ReturnRow(*rows[0]) if rows else None

    def decide_return(self, row: ReturnRow, reasons: Sequence[ReasonEntry]) -> None:
        """Keep what the second reviewer decided: the state of a pending return and the decision on each reason.

        Raises:
            LedgerError: somebody else decided it meanwhile.
        """
        with self._connection.writing():
            held = self._connection.query("SELECT state FROM baguan_returns WHERE id = :id", {"id": row.id})
            if not held or held[0][0] != "pending":
                raise LedgerError("这次退文已经由他人复核")
            self._connection.execute(
                "UPDATE baguan_returns SET state = :state, second = :second, decided = :decided, resubmit = :resubmit "
                "WHERE id = :id AND state = 'pending'",
                [row._asdict()],
            )
            self._connection.execute(
                "UPDATE baguan_return_reasons SET decision = :decision, comment = :comment "
                "WHERE return_id = :return_id AND position = :position",
                [{**reason._asdict(), "return_id": row.id} for reason in reasons],
            )


def open_ledger(url: str, *, create: bool = True) -> Ledger:
    """Open a ledger and bring its schema up to date.

    Args:
        url: a file, ``sqlite:///FILE`` or ``postgresql://…``.
        create: make it when it is not there.

    Raises:
        LedgerError: it cannot be opened, or was written by a newer baguan.
    """
    connection = connect(url, create=create)
    try:
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return Ledger(connection)


def new_id() -> str:
    """An id no other process makes."""
    return uuid.uuid4().hex


def now() -> str:
    """The moment, in UTC, as the ledger writes it: texts sort as times do."""
    return datetime.now(timezone.utc).isoformat(timespec="microseconds")
