"""How long the reports take on a big ledger: 200,000 findings over 52 weeks.

``python benchmarks/ledger.py [--ledger URL]`` fills a ledger (a temporary SQLite file, or an empty PostgreSQL database)
and prints the wall time of ``baguan report`` for a week in every format and for a quarter; each is the median of three.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.ledger_data import a_year

from baguan.ledger import open_ledger

_FINDINGS = 200_000
_RUNS = 3


def report_seconds(url: str, folder: str, *arguments: str) -> float:
    """The median wall time of a report, started as a process of its own."""
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        command = [sys.executable, "-m", "baguan", "report", "--ledger", url, *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", default="", help="an empty PostgreSQL database instead of a temporary file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.ledger or str(Path(folder) / "ledger.sqlite3")
        start = time.perf_counter()
        with open_ledger(url) as ledger:
            for batch in a_year(_FINDINGS):
                ledger.record(batch)
            runs, findings = ledger.size()
        print(f"{runs} documents, {findings} findings written in {time.perf_counter() - start:.1f} s")
        for name in ("text", "html", "docx", "xlsx", "json"):
            seconds = report_seconds(url, folder, "--week", "2026-W47", "--format", name, "-o", f"week.{name}")
            print(f"week, {name}: {seconds:.2f} s")
        print(f"quarter, html: {report_seconds(url, folder, '--quarter', '2026Q4', '-o', 'quarter.html'):.2f} s")


if __name__ == "__main__":
    main()
