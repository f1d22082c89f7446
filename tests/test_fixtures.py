"""The documents of ``fixtures``: in a bad one every finding is expected, in a good one there is none but advice.

``BAGUAN_UPDATE_FIXTURES=1 pytest tests/test_fixtures.py`` writes the expected findings anew; read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import baguan

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SUFFIXES = (".txt", ".md", ".docx")
DOCUMENTS = sorted(path for path in FIXTURES.rglob("*") if path.suffix in SUFFIXES and "~$" not in path.name)
BAD = [path for path in DOCUMENTS if path.parent.name in ("bad", "demo") or path.name.startswith("有错")]
GOOD = [path for path in DOCUMENTS if path not in BAD]
HEADER = "line\tcolumn\tseverity\tcode\ttext"


def name(path):
    return path.relative_to(FIXTURES).as_posix()


def findings(path):
    report = baguan.check_file(path)
    assert report.errors == ()
    return [(r.line, r.column, r.severity, r.code, " ".join(r.text.split())[:24]) for r in report.findings]


@pytest.mark.parametrize("path", BAD, ids=name)
def test_bad_document(path):
    found = ["\t".join(map(str, row)) for row in findings(path)]
    expected = path.with_name(path.name + ".expected.tsv")
    if os.environ.get("BAGUAN_UPDATE_FIXTURES"):
        expected.write_text("\n".join([HEADER, *found]) + "\n", encoding="utf-8")
    assert [HEADER, *found] == expected.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_good_document(path):
    assert [row for row in findings(path) if row[2] != "info"] == []


def test_every_gate_but_the_tool_is_seen_in_the_bad_documents():
    gates = {row[3][:2] for path in BAD for row in findings(path)}
    assert gates == {"XW", "ZC", "WZ", "TL", "CL"}


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path.suffix == ".txt"], ids=name)
def test_the_encoding_does_not_change_the_findings(path, tmp_path):
    """The same file as a Windows editor in an office would save it."""
    text = path.read_text(encoding="utf-8")
    windows = tmp_path / path.name
    windows.write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    assert findings(windows) == findings(path)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_fixing_settles(path, tmp_path):
    """All safe fixes together: a second round finds nothing to do, and no new fault was made."""
    from baguan.cli.fix import fix

    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    fix.main([str(copy), "--in-place", "--isolated"], standalone_mode=False)
    once = copy.read_bytes()
    before = {(row[3], row[4]) for row in findings(path)}
    assert {(row[3], row[4]) for row in findings(copy) if row[2] == "error"} <= before
    fix.main([str(copy), "--in-place", "--isolated"], standalone_mode=False)
    assert copy.read_bytes() == once
