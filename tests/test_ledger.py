"""The ledger: what is recorded stays, whole, whoever else writes and however a writer ends."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger_data import a_year, finding, run

from baguan.ledger import open_ledger
from baguan.ledger.connect import LedgerError, connect
from baguan.ledger.migrations import MIGRATIONS, VERSION, migrate, version_of
from baguan.ledger.rows import ReasonEntry, ReturnRow, ReviewRow
from baguan.office import ReportPolicy
from baguan.weekly.period import week_of
from baguan.weekly.statistics import Filters, gather

WRITER = Path(__file__).with_name("ledger_writer.py")
POSTGRES = os.environ.get("BAGUAN_TEST_POSTGRES", "")
ALWAYS = ("0000-01-01", "9999-12-31")


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.skipif(not POSTGRES, reason="没有服务器"))]
)
def url(request, tmp_path):
    """An empty ledger of each kind; on the server a schema of its own, dropped afterwards."""
    if request.param == "sqlite":
        yield str(tmp_path / "台账.sqlite3")
        return
    import sqlalchemy

    name = f"baguan_{uuid.uuid4().hex}"
    engine = sqlalchemy.create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(f"CREATE SCHEMA {name}"))
    separator = "&" if "?" in POSTGRES else "?"
    yield f"{POSTGRES}{separator}options=-csearch_path%3D{name}"
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def test_what_is_recorded_is_read_back(url):
    first, second = run("2026-11-17", (0, 1)), run("2026-11-18", (2,), document="b.docx")
    with open_ledger(url) as ledger:
        ledger.record([second, first])
    with open_ledger(url) as ledger:
        assert ledger.runs(*ALWAYS) == [first.row, second.row]
        assert ledger.runs("2026-11-18", "2026-11-18") == [second.row]
        assert ledger.findings("2026-11-17", "2026-11-17") == [(first.row.id, finding(0)), (first.row.id, finding(1))]
        assert sorted(ledger.counts(*ALWAYS))[0][-1] == 1
        assert ledger.size() == (2, 3)
        assert ledger.incomplete() == []


def test_a_record_that_fails_leaves_nothing(url):
    good = run(faults=(0, 1))
    with open_ledger(url) as ledger:
        with pytest.raises(LedgerError):
            ledger.record([good, good])  # the same id twice
        assert ledger.size() == (0, 0)
        ledger.record([good])
        assert ledger.size() == (1, 2)


def test_eight_writers_lose_nothing(url):
    writers = [
        subprocess.Popen(
            [sys.executable, str(WRITER), "write", url, f"写{number}", "20"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(8)
    ]
    told: set[str] = set()
    for writer in writers:
        out, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err.decode()
        told.update(out.decode().split())
    assert len(told) == 8 * 20 * 3
    with open_ledger(url) as ledger:
        assert {row.id for row in ledger.runs(*ALWAYS)} == told
        assert ledger.incomplete() == []
        assert ledger.size() == (480, 480 * 30)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="没有 SIGKILL")
def test_a_killed_writer_loses_nothing_and_leaves_nothing_half_there(url):
    rounds = 200
    done = subprocess.run(
        [sys.executable, str(WRITER), "kill", url, str(rounds)], capture_output=True, timeout=150, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    result = json.loads(done.stdout)
    assert result["not_killed"] == 0
    told = set(result["acknowledged"])
    assert len(told) >= rounds * 3
    with open_ledger(url) as ledger:
        rows = ledger.runs(*ALWAYS)
        kept = {row.id for row in rows}
        assert told <= kept
        # A batch that was recorded but not yet told of may be there; then it is whole, too.
        assert len(kept - told) % 3 == 0
        assert len(kept - told) <= rounds * 3
        assert ledger.incomplete() == []
        assert ledger.size()[1] == len(rows) * 30
    if "://" not in url:
        with closing(sqlite3.connect(url)) as database, database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()


@pytest.mark.parametrize("old", range(1, VERSION))
def test_an_older_schema_migrates_and_keeps_its_rows(url, old):
    connection = connect(url)
    assert migrate(connection, target=old) == (0, old)
    row = run(faults=(0, 3, 5)).row
    columns = [name for name in row._fields if not (name == "findings" or (name == "content_hash" and old < 2))]
    names = ("run_id", "position", *finding()._fields)
    with connection.writing():
        connection.execute(
            f"INSERT INTO baguan_runs ({', '.join(columns)}) VALUES ({', '.join(':' + name for name in columns)})",
            [row._asdict()],
        )
        connection.execute(
            f"INSERT INTO baguan_findings ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)})",
            [{**finding(index)._asdict(), "run_id": row.id, "position": index} for index in (0, 3, 5)],
        )
    connection.close()
    with open_ledger(url) as ledger:
        assert ledger.version == VERSION
        assert ledger.runs(*ALWAYS) == [row]  # findings were counted, the hash is empty
        assert [each for _, each in ledger.findings(*ALWAYS)] == [finding(0), finding(3), finding(5)]
        ledger.record([run(faults=(1,), document="新.docx")])
        assert ledger.incomplete() == []


def test_a_migration_that_fails_changes_nothing(url, monkeypatch):
    connection = connect(url)
    migrate(connection, target=1)
    broken = [*MIGRATIONS[:1], (*MIGRATIONS[1], "ALTER TABLE no_such_table ADD COLUMN a TEXT")]
    monkeypatch.setattr("baguan.ledger.migrations.MIGRATIONS", broken)
    with pytest.raises(LedgerError):
        migrate(connection, target=2)
    assert version_of(connection) == 1
    assert not connection.has_table("baguan_reviews")
    connection.close()


def test_a_newer_schema_is_refused(url):
    open_ledger(url).close()
    connection = connect(url)
    with connection.writing():
        connection.execute(
            "INSERT INTO baguan_schema (version, applied) VALUES (:version, '')", [{"version": VERSION + 1}]
        )
    connection.close()
    with pytest.raises(LedgerError, match="更新版本"):
        open_ledger(url)


def test_a_report_reads_either_database(url):
    batches = a_year(400, weeks=4)
    with open_ledger(url) as ledger:
        for batch in batches:
            ledger.record(batch)
        found = gather(ledger, week_of("2026-W47"), ReportPolicy(periods=4))
        narrow = gather(ledger, week_of("2026-W47"), ReportPolicy(periods=4), filters=Filters(gate="文字关"))
    rows = [each.row for each in batches[-1]]
    assert found.total.documents == len(rows)
    assert found.total.faults == sum(row.errors + row.warnings for row in rows)
    assert sum(point.tally.documents for point in found.trend) == sum(map(len, batches))
    assert narrow.total.faults == next(line.faults for line in found.gates if line.gate == "文字关")


def test_a_return_is_decided_once(url):
    row = ReturnRow("r1", "t", "2026-11-18", "pending", "a.docx", "h", "综合科", "标题", "", "2026-11-23", "甲", "", "")
    reasons = [ReasonEntry(0, "文种错误", "第八条", "XW101"), ReasonEntry(1, "错别字", "第二十条", "WZ101")]
    with open_ledger(url) as ledger:
        ledger.add_return(row, reasons)
        assert ledger.pending_return("a.docx") == row
        decided = [reasons[0]._replace(decision="confirmed"), reasons[1]._replace(decision="overruled", comment="已改")]
        final = row._replace(state="returned", second="乙", decided="t2")
        ledger.decide_return(final, decided)
        assert ledger.pending_return("a.docx") is None
        assert ledger.returns(*ALWAYS) == [final]
        assert ledger.reasons("r1") == decided
        with pytest.raises(LedgerError, match="他人"):
            ledger.decide_return(final, decided)


def test_reviews_are_found_by_name_and_by_text(url):
    row = ReviewRow("1", "t1", "a.docx", "h1", "审核", "pass", "甲", "", 0, 2, "0.1.0")
    with open_ledger(url) as ledger:
        ledger.add_review(row)
        ledger.add_review(row._replace(id="2", document="b.docx", content_hash="h2"))
        assert ledger.reviews("a.docx", "x") == [row]
        assert ledger.reviews("c.docx", "h1") == [row]
        assert ledger.reviews("c.docx", "x") == []


def test_reading_sees_one_state(url):
    with open_ledger(url) as reader, open_ledger(url) as writer:
        with reader.snapshot():
            assert reader.size() == (0, 0)
            if "://" in url:  # a reader of SQLite makes the writer wait instead
                writer.record([run(faults=(0,))])
                assert reader.size() == (0, 0)
        writer.record([run(faults=(0,))])
        assert reader.size()[0] >= 1


@pytest.mark.parametrize(
    ("name", "said"),
    [("无/此目录/台账.sqlite3", "目录不存在"), ("mysql://a/b", "不认识"), ("坏.sqlite3", "不是台账文件")],
)
def test_a_ledger_that_cannot_be_opened_is_named(tmp_path, name, said):
    (tmp_path / "坏.sqlite3").write_bytes(b"this is no database, however long it may be" * 40)
    with pytest.raises(LedgerError, match=said):
        open_ledger(name if "://" in name else str(tmp_path / name))


def test_a_missing_ledger_is_not_made_by_a_reader(tmp_path):
    with pytest.raises(LedgerError, match="先用"):
        open_ledger(str(tmp_path / "无.sqlite3"), create=False)
    assert not list(tmp_path.iterdir())


def test_sqlite_urls(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_ledger("sqlite:///甲.sqlite3").close()
    open_ledger(f"sqlite:///{tmp_path / '乙.sqlite3'}").close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["乙.sqlite3", "甲.sqlite3"]


def test_an_unreachable_server_is_an_error_for_a_person():
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerError, match="连不上"):
        open_ledger("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
