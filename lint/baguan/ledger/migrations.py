"""The schema of the ledger, version by version.  A step that was released is never changed; a new one is added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from baguan.ledger.connect import LedgerError

if TYPE_CHECKING:
    from baguan.ledger.connect import Connection

_FIRST = (
    """CREATE TABLE baguan_runs (
        id TEXT PRIMARY KEY, recorded TEXT NOT NULL, day TEXT NOT NULL,
        document TEXT NOT NULL, unit TEXT NOT NULL, drafter TEXT NOT NULL,
        title TEXT NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL, genre TEXT NOT NULL,
        characters INTEGER NOT NULL, errors INTEGER NOT NULL, warnings INTEGER NOT NULL, infos INTEGER NOT NULL,
        verdict TEXT NOT NULL, gates TEXT NOT NULL, version TEXT NOT NULL)""",
    "CREATE INDEX baguan_runs_day ON baguan_runs (day)",
    """CREATE TABLE baguan_findings (
        run_id TEXT NOT NULL REFERENCES baguan_runs (id) ON DELETE CASCADE, position INTEGER NOT NULL,
        code TEXT NOT NULL, name TEXT NOT NULL, gate TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL,
        source TEXT NOT NULL, clause TEXT NOT NULL, strength TEXT NOT NULL,
        place TEXT NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL,
        excerpt TEXT NOT NULL, suggestion TEXT NOT NULL, fingerprint TEXT NOT NULL,
        PRIMARY KEY (run_id, position))""",
)

# Which text a run saw, so that a stage of review can be tied to it; reviews and returns.
_SECOND = (
    "ALTER TABLE baguan_runs ADD COLUMN content_hash TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE baguan_reviews (
        id TEXT PRIMARY KEY, recorded TEXT NOT NULL, document TEXT NOT NULL, content_hash TEXT NOT NULL,
        stage TEXT NOT NULL, decision TEXT NOT NULL, reviewer TEXT NOT NULL, comment TEXT NOT NULL,
        errors INTEGER NOT NULL, warnings INTEGER NOT NULL, version TEXT NOT NULL)""",
    "CREATE INDEX baguan_reviews_document ON baguan_reviews (document)",
    """CREATE TABLE baguan_returns (
        id TEXT PRIMARY KEY, recorded TEXT NOT NULL, day TEXT NOT NULL, state TEXT NOT NULL,
        document TEXT NOT NULL, content_hash TEXT NOT NULL, unit TEXT NOT NULL, title TEXT NOT NULL,
        number TEXT NOT NULL, resubmit TEXT NOT NULL, reviewer TEXT NOT NULL, second TEXT NOT NULL,
        decided TEXT NOT NULL)""",
    "CREATE INDEX baguan_returns_day ON baguan_returns (day)",
    """CREATE TABLE baguan_return_reasons (
        return_id TEXT NOT NULL REFERENCES baguan_returns (id) ON DELETE CASCADE, position INTEGER NOT NULL,
        reason TEXT NOT NULL, clause TEXT NOT NULL, codes TEXT NOT NULL, decision TEXT NOT NULL, comment TEXT NOT NULL,
        PRIMARY KEY (return_id, position))""",
)

# How many findings a run has, counted when it was written: the ledger can prove that no run is half there.
_THIRD = (
    "ALTER TABLE baguan_runs ADD COLUMN findings INTEGER NOT NULL DEFAULT 0",
    "UPDATE baguan_runs SET findings = (SELECT count(*) FROM baguan_findings WHERE run_id = baguan_runs.id)",
)

MIGRATIONS: Sequence[Sequence[str]] = (_FIRST, _SECOND, _THIRD)
VERSION = len(MIGRATIONS)


def version_of(connection: Connection) -> int:
    """The version of a ledger's schema; 0 when there is none."""
    if not connection.has_table("baguan_schema"):
        return 0
    rows = connection.query("SELECT max(version) FROM baguan_schema")
    return int(rows[0][0] or 0)


def migrate(connection: Connection, *, target: int = VERSION) -> tuple[int, int]:
    """Bring a ledger to the version ``target``, in one transaction.

    Returns:
        The version before and after.

    Raises:
        LedgerError: it was written by a newer baguan.
    """
    before = version_of(connection)
    if before < target:
        with connection.writing():
            connection.lock_schema()
            before = version_of(connection)  # another process may have been faster
            _upgrade(connection, before, target)
    if before > VERSION:
        raise LedgerError(f"台账由更新版本的 baguan 写成（结构版本 {before}，本程序只认识到 {VERSION}），请升级 baguan")
    return before, max(before, target)


def _upgrade(connection: Connection, before: int, target: int) -> None:
    if before == 0:
        connection.execute("CREATE TABLE baguan_schema (version INTEGER PRIMARY KEY, applied TEXT NOT NULL)")
    for version in range(before + 1, target + 1):
        for statement in MIGRATIONS[version - 1]:
            connection.execute(statement)
        applied = datetime.now(timezone.utc).isoformat(timespec="seconds")
        insert = "INSERT INTO baguan_schema (version, applied) VALUES (:version, :applied)"
        connection.execute(insert, [{"version": version, "applied": applied}])
