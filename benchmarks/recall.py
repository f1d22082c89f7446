"""What the rules find in labelled sentences.

    python benchmarks/recall.py FILE.tsv …

A line is ``source<TAB>target``, equal where there is no fault.  For each file: the share of faulty sentences with a
finding at warning or above (detected), the share whose fixes give exactly the target (corrected; every fix that
may be applied, safe or not), the share of fault-free sentences that are flagged all the same, and which rules did it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from baguan.document import Document
from baguan.engine import Checker
from baguan.model import Applicability, Finding, Severity
from baguan.registry import load_rules
from baguan.testing import apply_edits


@dataclass
class Score:
    """The counts of one file."""

    faulty: int = 0
    detected: int = 0
    corrected: int = 0
    clean: int = 0
    flagged: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Print one block a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--only", default="", help="count only rules whose code starts so")
    parser.add_argument("--false", action="store_true", help="list the fault-free sentences that are flagged")
    options = parser.parse_args()
    checker = Checker(rule for rule in load_rules() if rule.code.startswith(options.only))
    for path in options.files:
        score = Score()
        for source, target in _sentences(path):
            _count(score, checker, source, target, show=options.false)
        _report(path, score)


def _count(score: Score, checker: Checker, source: str, target: str, *, show: bool) -> None:
    found = checker.findings(Document.from_text(source))
    serious = [finding for finding in found if finding.severity >= Severity.WARNING]
    codes = {finding.code for finding in serious}
    if source == target:
        score.clean += 1
        score.flagged += bool(serious)
        score.wrong.update(codes)
        if show:
            for finding in serious:
                start, end = finding.start, finding.end
                print(f"{finding.code}  {source[:start]}【{source[start:end]}】{source[end:]}")
        return
    score.faulty += 1
    score.detected += bool(serious)
    score.corrected += _fixed(source, serious) == target
    score.right.update(codes)


def _fixed(source: str, findings: Sequence[Finding]) -> str:
    edits, end = [], 0
    for finding in findings:
        if finding.fix is None or finding.fix.applicability is Applicability.DISPLAY or finding.start < end:
            continue
        edits += finding.fix.edits
        end = finding.fix.edits[-1].end
    return apply_edits(source, edits)


def _sentences(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        source, _, target = line.partition("\t")
        if source and target:
            yield source, target


def _report(path: Path, score: Score) -> None:
    faulty, clean = max(score.faulty, 1), max(score.clean, 1)
    print(
        f"{path.stem:18} faulty {score.faulty:5}: detected {score.detected / faulty:6.1%}, corrected"
        f" {score.corrected / faulty:6.1%};  fault-free {score.clean:5}: flagged {score.flagged / clean:6.2%}"
    )
    for label, counter in (("in faulty sentences", score.right), ("in fault-free sentences", score.wrong)):
        if counter:
            print(f"    {label}: " + ", ".join(f"{code} {count}" for code, count in counter.most_common(12)))


if __name__ == "__main__":
    main()
