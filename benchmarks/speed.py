"""How fast it is, as ratios measured in one run, so that they hold on any machine.

``python benchmarks/speed.py --data DIR`` (a folder of clean .txt documents) prints

* start-up: ``baguan --version`` and ``baguan check`` of a 2,000-character file against a bare ``import click``;
* throughput: every rule over all the prose, one process, against ``autocorrect-py`` (install it to see the ratio);
* memory: the peak of a ``baguan check`` of a 1 MB text.

Each figure is the median of several runs; the two sides of a ratio take turns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from baguan.document import Document
from baguan.engine import Checker
from baguan.registry import load_rules, select_rules

_RUNS = 7
_FILE_CHARACTERS = 2_000
_MEMORY_BYTES = 1_000_000


def process_seconds(command: Sequence[str]) -> float:
    """The wall time of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def take_turns(
    first: Callable[[], float], second: Callable[[], float], runs: int = _RUNS
) -> tuple[float, float, float]:
    """Medians of both and of the ratio pair by pair, after a warm-up each."""
    first(), second()
    pairs = [(first(), second()) for _ in range(runs)]
    ratio = statistics.median(one / other for one, other in pairs)
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs), ratio


def start_up(folder: Path, text: str) -> None:
    """Print the start-up ratios."""
    path = folder / "draft.txt"
    path.write_text(text[:_FILE_CHARACTERS], encoding="utf-8")
    bare = [sys.executable, "-c", "import click"]
    commands = {
        "--version": [sys.executable, "-m", "baguan", "--version"],
        "check, no cache": [sys.executable, "-m", "baguan", "check", "--exit-zero", "--no-cache", str(path)],
        "check, cached": [sys.executable, "-m", "baguan", "check", "--exit-zero", str(path)],
    }
    for name, command in commands.items():
        mine, base, ratio = take_turns(lambda c=command: process_seconds(c), lambda: process_seconds(bare))
        print(f"start-up  {name:16} {mine * 1000:6.0f} ms   import click {base * 1000:5.0f} ms   ratio {ratio:.2f}")


def throughput(texts: Sequence[str]) -> None:
    """Print characters a second of all rules, and the ratio to autocorrect-py."""
    checker = Checker(select_rules(load_rules(), ["ALL"], []))
    characters = sum(map(len, texts))

    def ours() -> float:
        start = time.perf_counter()
        for text in texts:
            checker.findings(Document.from_text(text))
        return time.perf_counter() - start

    try:
        import autocorrect_py
    except ImportError:
        ours()
        seconds = statistics.median(ours() for _ in range(3))
        print(f"rules     {characters / seconds / 1e6:.2f} M characters/s (autocorrect-py is not installed: no ratio)")
        return

    def theirs(job: Callable[[str], object]) -> float:
        start = time.perf_counter()
        for text in texts:
            job(text)
        return time.perf_counter() - start

    jobs = {"lint": lambda text: autocorrect_py.lint_for(text, "text"), "format": autocorrect_py.format}
    for name, job in jobs.items():
        other, mine, ratio = take_turns(lambda j=job: theirs(j), ours, runs=3)
        print(
            f"rules     {characters / mine / 1e6:.2f} M characters/s   autocorrect-py {name}"
            f" {characters / other / 1e6:.2f} M/s   ratio {ratio:.2f}"
        )


def memory(folder: Path, texts: Sequence[str]) -> None:
    """Print the peak memory of checking a 1 MB text (POSIX only)."""
    data = "\n".join(texts).encode("utf-8")[:_MEMORY_BYTES].decode("utf-8", "ignore").encode("utf-8")
    path = folder / "megabyte.txt"
    path.write_bytes(data)
    command = [sys.executable, "-m", "baguan", "check", "--exit-zero", "--no-cache", str(path)]
    code = f"import subprocess, resource; subprocess.run({command!r}, stdout=subprocess.DEVNULL);"
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    peak = int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
    unit = 1 if sys.platform == "darwin" else 1024
    print(f"memory    {peak * unit / 1e6:.0f} MB at the peak for {len(data) / 1e6:.2f} MB of text")


def main() -> None:
    """Run every benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of clean .txt documents")
    arguments = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(arguments.data.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as name:
        os.environ["BAGUAN_CACHE_DIR"] = name
        start_up(Path(name), "\n".join(texts))
        throughput(texts)
        memory(Path(name), texts)


if __name__ == "__main__":
    main()
