"""False alarms on clean prose: hits per rule and per million characters.

    python benchmarks/precision.py --data DIR            what each rule reports
    python benchmarks/precision.py --data DIR --show WZ102   every hit of a rule, in context

DIR holds published documents (.txt, or .txt.xz with one paragraph a line).  An ``INDEX.tsv`` there may name files
with half-width punctuation from a conversion (column ``halfwidth_suspects``); the punctuation rules are not
judged on those.  ``known_true.tsv`` beside this script lists true faults found in the data (file, code, an
excerpt of at most 12 characters around the spot, why); they are counted apart.
"""

from __future__ import annotations

import argparse
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baguan.document import Document
from baguan.engine import Checker
from baguan.model import Finding, Severity
from baguan.registry import load_rules, select_rules

LIMITS = {Severity.ERROR: 2.0, Severity.WARNING: 20.0}  # hits per million characters, all rules together
PUNCTUATION = "WZ2"
KNOWN = Path(__file__).with_name("known_true.tsv")
AROUND = 16  # characters of context on each side


@dataclass(frozen=True)
class Hit:
    """A finding and what stands around it."""

    file: str
    finding: Finding
    before: str
    text: str
    after: str

    def __str__(self) -> str:
        shown = "".join(part.replace("\n", "⏎") for part in (self.before, "【", self.text, "】", self.after))
        return f"{self.file}  {self.finding.severity.key}  {shown}  {self.finding.message}"


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of clean documents")
    parser.add_argument(
        "--show", metavar="CODE", action="append", default=[], help="list the hits of this rule or series"
    )
    parser.add_argument(
        "--select", metavar="CODE", action="append", default=[], help="take this preview rule too (its full code)"
    )
    parser.add_argument("--limit", type=int, default=0, help="read at most so many characters of each file")
    options = parser.parse_args()
    known = _known()
    suspects = _suspects(options.data)
    checker = Checker(select_rules(load_rules(), ["ALL", *options.select], []))
    characters: Counter[str] = Counter()
    hits: defaultdict[str, list[Hit]] = defaultdict(list)
    true: Counter[str] = Counter()
    for name, text in _texts(options.data, options.limit):
        characters["all"] += len(text)
        characters["clean width"] += 0 if name in suspects else len(text)
        document = Document.from_text(text)
        for finding in checker.findings(document):
            if finding.code.startswith(PUNCTUATION) and name in suspects:
                continue
            hit = _hit(name, document.text, finding)
            if any(excerpt in hit.before + hit.text + hit.after for excerpt in known.get((name, finding.code), ())):
                true[finding.code] += 1
            else:
                hits[finding.code].append(hit)
    if options.show:
        for code in sorted(code for code in hits if code.startswith(tuple(options.show))):
            print(*(f"{code}  {hit}" for hit in hits[code]), sep="\n")
        return
    _report(checker, hits, true, characters)


def _report(checker: Checker, hits: dict[str, list[Hit]], true: Counter[str], characters: Counter[str]) -> None:
    print(f"{characters['all']:,} characters, {characters['clean width']:,} of them for the punctuation rules")
    print(f"{'code':8}{'name':44}{'error':>7}{'warning':>9}{'info':>7}{'known':>7}{'per M':>9}")
    totals: Counter[Severity] = Counter()
    rates: Counter[Severity] = Counter()
    for rule in checker.rules:
        found = hits.get(rule.code, [])
        if not found and not true[rule.code]:
            continue
        by_severity = Counter(hit.finding.severity for hit in found)
        size = characters["clean width" if rule.code.startswith(PUNCTUATION) else "all"] / 1e6
        for severity, count in by_severity.items():
            totals[severity] += count
            rates[severity] += count / size
        counts = [by_severity[severity] for severity in reversed(Severity)]
        print(
            f"{rule.code:8}{rule.name[:43]:44}{counts[0]:>7}{counts[1]:>9}{counts[2]:>7}{true[rule.code]:>7}"
            f"{len(found) / size:>9.2f}"
        )
    for severity in reversed(Severity):
        limit = LIMITS.get(severity)
        promise = f", promised at most {limit:g}" if limit else ""
        print(f"{severity.key:8}{totals[severity]:>6} hits, {rates[severity]:.2f} per million{promise}")


def _hit(name: str, text: str, finding: Finding) -> Hit:
    return Hit(
        name,
        finding,
        text[max(0, finding.start - AROUND) : finding.start],
        text[finding.start : finding.end],
        text[finding.end : finding.end + AROUND],
    )


def _texts(folder: Path, limit: int) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.iterdir()):
        if path.name.endswith(".txt.xz"):
            with lzma.open(path, "rt", encoding="utf-8") as stream:
                text = stream.read(limit or -1)
        elif path.suffix == ".txt":
            text = path.read_text(encoding="utf-8")[: limit or None]
        else:
            continue
        yield path.name, text


def _suspects(folder: Path) -> set[str]:
    index = folder / "INDEX.tsv"
    if not index.exists():
        return set()
    header, *rows = (line.split("\t") for line in index.read_text(encoding="utf-8").splitlines())
    if "halfwidth_suspects" not in header:
        return set()
    column = header.index("halfwidth_suspects")
    return {row[0] for row in rows if row[column] not in ("", "0")}


def _known() -> dict[tuple[str, str], list[str]]:
    known: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    if KNOWN.exists():
        for line in KNOWN.read_text(encoding="utf-8").splitlines()[1:]:
            file, code, excerpt, _why = line.split("\t")
            known[file, code].append(excerpt)
    return known


if __name__ == "__main__":
    main()
