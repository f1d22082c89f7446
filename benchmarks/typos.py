"""What the rules on wrong characters find in labelled sentences, how often they are wrong, and how fast they are.

    python benchmarks/typos.py FILE.tsv … [--clean DIR] [--false FILE] [--only WZ110]

A line of a file is ``source<TAB>target``, equal where there is no fault.  Findings of ``WZ1`` at warning or above are
applied and compared: strict sentence level (a sentence counts when it is exactly right), character level, share of
right sentences flagged (FPR), and a table by kind of fault.  ``--clean`` counts warnings per million
characters in the texts of a folder and measures speed; ``--false`` writes every false alarm to a file.

The scorer that ships has learnt on the development sentences, so figures on those flatter it; ``training.build``
gives the cross-validated ones with ``--report``.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from baguan.document import Document
from baguan.engine import Checker
from baguan.model import Edit, Finding, Severity
from baguan.registry import load_rules
from baguan.testing import apply_edits

CONTEXT = 8
KINDS = ("同音", "近音", "形近", "换位", "增减", "其他")


@dataclass
class Score:
    """The counts of one file."""

    sentences: int = 0
    faulty: int = 0
    flagged: int = 0
    false: int = 0
    right: int = 0
    edits: int = 0
    wanted: int = 0
    met: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)

    def count(self, source: str, target: str, result: str) -> None:
        """Take one sentence and what came of it."""
        self.sentences += 1
        self.faulty += source != target
        self.flagged += source != result
        self.false += source == target != result
        self.right += source != target == result
        if len(source) == len(target) == len(result):
            for place, (old, new, ours) in enumerate(zip(source, target, result, strict=True)):
                self.edits += old != ours
                self.wanted += old != new
                self.met += old != new == ours
                if old != new:
                    kind = kind_of(source, target, place)
                    self.kinds[kind] += 1
                    self.mended[kind] += new == ours
        elif source != target:
            self.kinds["增减"] += 1
            self.mended["增减"] += result == target

    def report(self, name: str) -> str:
        """The figures in a few lines."""
        precision, recall = self.right / max(self.flagged, 1), self.right / max(self.faulty, 1)
        f1 = 2 * precision * recall / (precision + recall) if self.right else 0.0
        clean = self.sentences - self.faulty
        lines = [
            f"{name}: {self.sentences} sentences, {self.faulty} faulty",
            f"  sentence  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   FPR {self.false / max(clean, 1):.4f}",
            f"  character P {self.met / max(self.edits, 1):.3f}  R {self.met / max(self.wanted, 1):.3f}",
        ]
        rows = [f"{kind} {self.mended[kind]}/{self.kinds[kind]}" for kind in KINDS if self.kinds[kind]]
        if rows:
            lines.append("  mended by kind: " + "  ".join(rows))
        return "\n".join(lines)


def kind_of(source: str, target: str, place: int) -> str:
    """How the wrong character resembles the right one, by the tables of the channel."""
    from baguan.spelling.model import NEAR, SHAPE, SOUND
    from baguan_rules.wording.spelling import channel

    for low in (place - 1, place):
        pair = source[max(low, 0) : low + 2]
        if len(pair) == 2 and pair[0] != pair[1] and pair[::-1] == target[max(low, 0) : low + 2]:
            return "换位"
    model = channel().scanner.model
    kind = model.candidates(model.ids[source[place]])[0].get(model.ids[target[place]])
    if kind is None:
        return "其他"
    return {SOUND: "同音", NEAR: "近音", SHAPE: "形近"}.get(kind & 7, "近音")


def serious(findings: Iterable[Finding]) -> list[Finding]:
    """The findings at warning or above."""
    return [finding for finding in findings if finding.severity >= Severity.WARNING]


def edits_of(findings: Iterable[Finding]) -> list[Edit]:
    """The edits of the fixes, those of one place once."""
    taken: list[Edit] = []
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            if all(edit.end <= other.start or other.end <= edit.start for other in taken):
                taken.append(edit)
    return taken


def show(text: str, finding: Finding) -> str:
    """A finding in its context."""
    fix = finding.fix.edits[0].text if finding.fix else "?"
    before, after = text[max(finding.start - CONTEXT, 0) : finding.start], text[finding.end : finding.end + CONTEXT]
    line = f"{finding.code} {before}[{text[finding.start : finding.end]}→{fix}]{after}"
    return line.replace("\n", "⏎")


def sentences(path: Path, checker: Checker, alarms: list[str]) -> Score:
    """Read a file of labelled sentences."""
    score = Score()
    for line in path.read_text(encoding="utf-8").splitlines():
        source, _, target = line.partition("\t")
        found = serious(checker.findings(Document.from_text(source)))
        result = apply_edits(source, edits_of(found))
        score.count(source, target, result)
        if source == target and result != source:
            alarms += [f"{path.stem}\t{show(source, finding)}" for finding in found]
    return score


def prose(folder: Path, checker: Checker, alarms: list[str]) -> str:
    """Read the texts of a folder: warnings per million characters, by rule, and speed."""
    codes: Counter[str] = Counter()
    characters = 0
    spent = 0.0
    for path in sorted(folder.glob("*.txt")):
        document = Document.from_text(path.read_text(encoding="utf-8"))
        start = time.process_time()
        found = serious(checker.findings(document))
        spent += time.process_time() - start
        characters += len(document.text)
        codes.update(finding.code for finding in found)
        alarms += [f"{path.name}\t{show(document.text, finding)}" for finding in found]
    rows = "  ".join(f"{code} {count / characters * 1e6:.1f}" for code, count in sorted(codes.items()))
    speed = f"{characters / spent:,.0f} characters a second"
    return f"{folder.name}: {characters} characters, warnings per million: {rows}; {speed}"


def main() -> None:
    """Print one block a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--clean", type=Path)
    parser.add_argument("--false", type=Path, help="write every false alarm to this file")
    parser.add_argument("--only", default="WZ1", help="run only rules whose code starts so")
    options = parser.parse_args()
    checker = Checker(rule for rule in load_rules() if rule.code.startswith(options.only))
    alarms: list[str] = []
    for path in options.files:
        print(sentences(path, checker, alarms).report(path.stem))
    if options.clean:
        print(prose(options.clean, checker, alarms))
    if options.false:
        options.false.write_text("\n".join(alarms) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
