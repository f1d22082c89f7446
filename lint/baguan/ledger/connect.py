"""The two databases behind one small face: SQLite by the standard library, PostgreSQL by SQLAlchemy.

Statements are written once, with ``:name`` parameters, which both understand.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from baguan.errors import BaguanError

_WAIT_SECONDS = 60
_LOCK_KEY = 0x6261_6775_616E  # “baguan”: the advisory lock under which a PostgreSQL schema is made or migrated


class LedgerError(BaguanError):
    """The ledger cannot be opened, read or written; the message is fit for a person."""


class Connection(Protocol):
    """A database connection."""

    def query(self, statement: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""

    def execute(self, statement: str, rows: Sequence[Mapping[str, Any]] | None = None) -> None:
        """Run a statement, once or for every row."""

    def writing(self) -> contextlib.AbstractContextManager[None]:
        """A transaction that writes: all of it is kept, or nothing."""

    def reading(self) -> contextlib.AbstractContextManager[None]:
        """A transaction in which every query sees the same state."""

    def lock_schema(self) -> None:
        """Wait, inside ``writing``, until no other process makes or migrates the schema."""

    def has_table(self, name: str) -> bool:
        """Whether a table exists."""

    def close(self) -> None:
        """Close the connection."""


def connect(url: str, *, create: bool = True) -> Connection:
    """Connect to a ledger.

    Args:
        url: a file, ``sqlite:///FILE`` or ``postgresql://…``.
        create: make a SQLite file that does not exist.

    Raises:
        LedgerError: it cannot be reached, or a package is missing.
    """
    scheme, separator, rest = url.partition("://")
    if not separator or len(scheme) == 1:
        return _Sqlite(Path(url), create=create)
    if scheme == "sqlite":
        return _Sqlite(Path(rest.removeprefix("/")), create=create)  # sqlite:///FILE, sqlite:////ABSOLUTE/FILE
    if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        return _Postgres(f"postgresql+psycopg://{rest}")
    raise LedgerError(f"台账地址应为文件路径、sqlite:/// 或 postgresql:// 开头，不认识“{scheme}://”")


class _Sqlite:
    """A SQLite file.

    The rollback journal is kept (WAL does not work on a network drive, where offices keep such files), and every
    commit reaches the disk before it returns.
    """

    def __init__(self, path: Path, *, create: bool) -> None:
        if not create and not path.is_file():
            raise LedgerError(f"没有台账 {path}；先用 baguan check --record 记录")
        if create and not path.parent.is_dir():
            raise LedgerError(f"台账 {path} 所在的目录不存在")
        self._path = path
        try:
            self._database = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
        except sqlite3.Error as error:
            raise self._problem(error) from error
        try:
            self._database.execute("PRAGMA foreign_keys = ON")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            self._database.close()
            raise self._problem(error) from error

    def query(self, statement: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(statement, values or {}).fetchall()
        except sqlite3.Error as error:
            raise self._problem(error) from error

    def execute(self, statement: str, rows: Sequence[Mapping[str, Any]] | None = None) -> None:
        try:
            if rows is None:
                self._database.execute(statement)
            else:
                self._database.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._problem(error) from error

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        with self._transaction("BEGIN IMMEDIATE"):  # the lock is taken now: a later upgrade could fail half-way
            yield

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        with self._transaction("BEGIN"):
            yield

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self.execute(begin)
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")
            raise

    def lock_schema(self) -> None:
        """``BEGIN IMMEDIATE`` holds the lock already."""

    def has_table(self, name: str) -> bool:
        return bool(self.query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name", {"name": name}))

    def close(self) -> None:
        self._database.close()

    def _problem(self, error: sqlite3.Error) -> LedgerError:
        text = str(error)
        if "locked" in text:
            return LedgerError(f"台账 {self._path} 一直被别的程序占用，请稍后再试")
        if "not a database" in text or "malformed" in text:
            return LedgerError(f"{self._path} 不是台账文件，或者已经损坏")
        if "readonly" in text or "unable to open" in text:
            return LedgerError(f"台账 {self._path} 打不开或不能写入")
        if "full" in text:
            return LedgerError(f"磁盘已满，没有记入台账 {self._path}")
        return LedgerError(f"台账 {self._path} 出错：{text}")


class _Postgres:
    """A PostgreSQL database."""

    def __init__(self, url: str) -> None:
        try:
            import sqlalchemy
        except ImportError as error:
            raise LedgerError("用 PostgreSQL 台账要安装 baguan[postgres]") from error
        self._text = sqlalchemy.text
        self._error = sqlalchemy.exc.SQLAlchemyError
        self._prepared: dict[str, Any] = {}
        try:
            self._engine = sqlalchemy.create_engine(url, isolation_level="READ COMMITTED", pool_size=1)
            self._connection = self._engine.connect()
            self._connection.rollback()
        except ImportError as error:
            raise LedgerError("用 PostgreSQL 台账要安装 baguan[postgres]") from error
        except self._error as error:
            raise LedgerError(f"连不上 PostgreSQL 台账：{_first_line(error)}") from error

    def query(self, statement: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        inside = self._connection.in_transaction()
        try:
            rows = [tuple(row) for row in self._connection.execute(self._statement(statement), dict(values or {}))]
        except self._error as error:
            raise LedgerError(f"PostgreSQL 台账出错：{_first_line(error)}") from error
        if not inside:
            self._connection.rollback()  # a lone query leaves no transaction open behind it
        return rows

    def execute(self, statement: str, rows: Sequence[Mapping[str, Any]] | None = None) -> None:
        try:
            if rows is None:
                self._connection.execute(self._statement(statement))
            elif rows:
                self._connection.execute(self._statement(statement), [dict(row) for row in rows])
        except self._error as error:
            raise LedgerError(f"PostgreSQL 台账出错：{_first_line(error)}") from error

    def _statement(self, statement: str) -> Any:
        return self._prepared.setdefault(statement, self._text(statement))

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        try:
            with self._connection.begin():
                yield
        except self._error as error:
            raise LedgerError(f"PostgreSQL 台账没有写入：{_first_line(error)}") from error

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        with self._connection.begin():
            self._connection.execute(self._text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield

    def lock_schema(self) -> None:
        self.query("SELECT pg_advisory_xact_lock(:key)", {"key": _LOCK_KEY})

    def has_table(self, name: str) -> bool:
        # A scan, not to_regclass(): its cache may still say “no” after we waited for another process to make the table.
        scan = (
            "SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = :name AND schemaname = ANY (current_schemas(false))"
        )
        return bool(self.query(scan, {"name": name}))

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
