"""What the rules on wrong characters find in labelled sentences, how often they are wrong, and how fast they are;
against pycorrector's offline engines in the same run.

    python benchmarks/typos.py FILE.tsv … [--clean DIR] [--false FILE] [--only WZ110]
        [--pycorrector] [--kenlm FILE] [--confusion FILE] [--macbert DIR] [--limit N] [--made N]

A line of a file is ``source<TAB>target``, equal where there is no fault.  Findings of ``WZ1`` at warning or above are
applied and compared; ``typos_score`` says how.  Preview rules are on.  ``--limit`` takes N sentences of each set,
spread evenly, for the comparison: pycorrector's kenlm engine reads some hundred characters a second.  Every engine
reads the same sentences, one by one, in the same process; time is processor time.  ``--clean`` counts warnings per
million characters in the texts of a folder and measures speed on whole documents, that of the others on N paragraphs
of them; ``--false`` writes every false alarm (误报) and every wrong correction of a faulty sentence (误改), of every
engine, to a file.  ``--made``
takes N right sentences and swaps two neighbours, drops or doubles one character in each: the sets have next to none.

The scorer that ships has learnt on the development sentences, so figures on those flatter it; ``training.build``
gives the cross-validated ones with ``--report``.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from baguan.document import Document
from baguan.engine import Checker
from baguan.model import Edit, Finding, Severity
from baguan.registry import load_rules
from baguan.testing import apply_edits

sys.path.insert(0, str(Path(__file__).parent))  # when it is not run as a script
from typos_rivals import Rival, rivals
from typos_score import KINDS, Score, changes

CONTEXT = 8
_PAIR = re.compile(r"(?=([\u4e00-\u9fff])([\u4e00-\u9fff]))")
Pairs = Sequence[tuple[str, str]]


class Block(NamedTuple):
    """The score of one engine on one set."""

    set: str
    engine: str
    score: Score


def alike(wrong: str, right: str) -> str:
    """How a wrong character resembles the right one, by the tables of the channel."""
    from baguan.spelling.model import NEAR, SLIP, SOUND
    from baguan_rules.wording.spelling import channel

    model = channel().scanner.model
    kind = model.kinds(model.ids[wrong]).get(model.ids[right])
    if kind is None:
        return "其他"
    return {SOUND: "同音", NEAR: "近音", SLIP: "近音"}.get(kind & 7, "形近")


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


def show(text: str, start: int, end: int, new: str) -> str:
    """A change in its context."""
    before, after = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
    return f"{before}[{text[start:end]}→{new}]{after}".replace("\n", "⏎")


def show_finding(text: str, finding: Finding) -> str:
    """A finding in its context."""
    fix = finding.fix.edits[0].text if finding.fix else "?"
    return f"{finding.code} {show(text, finding.start, finding.end, fix)}"


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The sentences of a file."""
    return [(a, b) for a, _, b in (line.partition("\t") for line in path.read_text(encoding="utf-8").splitlines())]


def some(pairs: Pairs, limit: int) -> Pairs:
    """So many of them, spread evenly; all when ``limit`` is 0."""
    if not 0 < limit < len(pairs):
        return pairs
    return [pairs[number * len(pairs) // limit] for number in range(limit)]


def made(sets: Iterable[Pairs], count: int) -> Pairs:
    """Right sentences of the sets, each with two neighbours swapped or one character dropped or doubled."""
    right = [target for pairs in sets for source, target in pairs if source == target]
    chance = random.Random(20261121)
    found = []
    for number, (_, target) in enumerate(some([("", sentence) for sentence in right], count)):
        places = [match.start() for match in _PAIR.finditer(target) if match[1] != match[2]]
        if places:
            at = chance.choice(places)
            one, two, rest = target[at], target[at + 1], target[at + 2 :]
            middle = (two + one, two, one + one + two)[number % 3]
            found.append((target[:at] + middle + rest, target))
    return found


def ours(name: str, pairs: Pairs, checker: Checker, alarms: list[str]) -> Score:
    """Read sentences with baguan."""
    score = Score()
    for source, target in pairs:
        began = time.process_time()
        found = serious(checker.findings(Document.from_text(source)))
        score.seconds += time.process_time() - began
        result = apply_edits(source, edits_of(found))
        score.count(source, target, result, alike, said=bool(found))
        if source == target:
            alarms += [f"误报\t把关\t{name}\t{show_finding(source, finding)}" for finding in found]
        else:
            alarms += mistakes("把关", name, source, target, result)
    return score


def theirs(name: str, pairs: Pairs, rival: Rival, alarms: list[str]) -> Score:
    """Read sentences with another engine."""
    score = Score()
    for source, target in pairs:
        began = time.process_time()
        result = rival.correct(source)
        score.seconds += time.process_time() - began
        score.count(source, target, result, alike)
        alarms += mistakes(rival.name, name, source, target, result)
    return score


def mistakes(engine: str, name: str, source: str, target: str, result: str) -> list[str]:
    """The changes that nobody wanted, one a line."""
    wanted = set(changes(source, target))
    label = "误报" if source == target else "误改"
    wrong = [change for change in changes(source, result) if change not in wanted]
    return [f"{label}\t{engine}\t{name}\t{show(source, *change)}" for change in wrong]


def prose(folder: Path, checker: Checker, alarms: list[str], others: Sequence[Rival] = (), limit: int = 0) -> list[str]:
    """Read the texts of a folder: warnings per million characters, by rule, and speed; how fast others read ``limit``
    of their paragraphs."""
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
        alarms += [f"误报\t把关\t{path.name}\t{show_finding(document.text, finding)}" for finding in found]
    if not characters:
        return [f"{folder}：没有 .txt 文件"]
    rows = "，".join(f"{code} {count / characters * 1e6:.1f}" for code, count in sorted(codes.items()))
    total = sum(codes.values()) / characters * 1e6
    speed = characters / spent
    lines = [f"{folder.name}：{characters:,} 字，每百万字警告 {total:.1f}（{rows}），整篇每秒 {speed:,.0f} 字"]
    for other in others:
        theirs = reading_speed(other, some_paragraphs(folder, limit))
        lines.append(f"  {other.name} 读其中的段落每秒 {theirs:,.0f} 字；把关是它的 {speed / theirs:,.0f} 倍")
    return lines


def some_paragraphs(folder: Path, limit: int) -> Pairs:
    """Paragraphs of the texts of a folder, spread evenly."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    return some([(line, line) for text in texts for line in text.splitlines() if line.strip()], limit)


def reading_speed(rival: Rival, pairs: Pairs) -> float:
    """Characters a second of another engine."""
    began = time.process_time()
    for source, _ in pairs:
        rival.correct(source)
    return sum(len(source) for source, _ in pairs) / max(time.process_time() - began, 1e-9)


def whole(pairs: Pairs, checker: Checker) -> float:
    """Characters a second when the same sentences are one document."""
    document = Document.from_text("\n".join(source for source, _ in pairs) + "\n")
    began = time.process_time()
    checker.findings(document)
    return len(document.text) / max(time.process_time() - began, 1e-9)


def main_table(blocks: Sequence[Block]) -> list[str]:
    """Precision, recall, false alarms and speed, a row for each set and engine."""
    lines = [
        "| 集 | 引擎 | 句（有错） | 句P | 句R | 句F1 | 误报率 | 字P | 字R | 字/秒 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, engine, score in blocks:
        precision, recall, f1, false, *character = score.rates()
        alarms = f"{false:.2%}" if score.sentences > score.faulty else "—"
        rates = f"{precision:.3f} | {recall:.3f} | {f1:.3f}" if score.faulty else "— | — | —"
        letters = f"{character[0]:.3f} | {character[1]:.3f}" if score.wanted else "— | —"
        cells = f"{score.sentences}（{score.faulty}） | {rates} | {alarms} | {letters} | {score.speed():,.0f}"
        lines.append(f"| {name} | {engine} | {cells} |")
    return lines


def kind_table(blocks: Sequence[Block]) -> list[str]:
    """Faults mended by kind."""
    lines = ["| 集 | 引擎 | " + " | ".join(KINDS) + " |", "|---|---" + "|---" * len(KINDS) + "|"]
    for name, engine, score in blocks:
        if score.faulty:
            cells = (f"{score.mended[kind]}/{score.kinds[kind]}" if score.kinds[kind] else "—" for kind in KINDS)
            lines.append(f"| {name} | {engine} | " + " | ".join(cells) + " |")
    return lines


def speed_lines(blocks: Sequence[Block], document: float) -> list[str]:
    """How many times as fast as each other engine, over all sets together."""
    totals: dict[str, Score] = {}
    for _, engine, score in blocks:
        total = totals.setdefault(engine, Score())
        total.characters += score.characters
        total.seconds += score.seconds
    own = totals["把关"].speed()
    lines = [f"速度（同样的句子，处理器时间）：把关逐句每秒 {own:,.0f} 字，合成一篇每秒 {document:,.0f} 字"]
    for engine, total in totals.items():
        if engine != "把关" and total.speed():
            times = f"逐句 {own / total.speed():,.1f} 倍，合成一篇 {document / total.speed():,.1f} 倍"
            lines.append(f"  {engine} 每秒 {total.speed():,.0f} 字；把关是它的：{times}")
    return lines


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--clean", type=Path)
    parser.add_argument("--false", type=Path, help="write every false alarm to this file")
    parser.add_argument("--only", default="WZ1", help="run only rules whose code starts so")
    parser.add_argument("--pycorrector", action="store_true", help="compare with what pycorrector does without a model")
    parser.add_argument("--kenlm", type=Path, help="compare with pycorrector's kenlm engine on this model")
    parser.add_argument("--confusion", type=Path, help="compare with pycorrector's confusion-set engine on this set")
    parser.add_argument("--macbert", type=Path, help="compare with pycorrector's MacBERT engine on this folder")
    parser.add_argument("--limit", type=int, default=0, help="sentences of each set for the comparison; 0: all")
    parser.add_argument("--made", type=int, default=0, help="sentences to swap, drop or double a character in")
    options = parser.parse_args()
    checker = Checker(rule for rule in load_rules() if rule.code.startswith(options.only))
    checker.findings(Document.from_text("先读一句，把模型载入。"))
    alarms: list[str] = []
    sets: dict[str, Pairs] = {path.stem: read_pairs(path) for path in options.files}
    if options.made:
        sets["made"] = made(sets.values(), options.made)
    blocks = [Block(name, "把关", ours(name, pairs, checker, alarms)) for name, pairs in sets.items()]
    if blocks:
        print("\n".join(["## 把关，全部句子", "", *main_table(blocks), "", *kind_table(blocks), ""]), flush=True)
    wanted = options.pycorrector or options.kenlm or options.confusion or options.macbert
    others: list[Rival] = []
    if wanted:
        others = rivals(options.kenlm, options.confusion, options.macbert, lambda line: print(line, file=sys.stderr))
    if others and sets:
        compared: list[Block] = []
        for name, pairs in sets.items():
            few = some(pairs, options.limit)
            compared.append(Block(name, "把关", ours(name, few, checker, [])))
            compared += [Block(name, rival.name, theirs(name, few, rival, alarms)) for rival in others]
        document = whole([pair for pairs in sets.values() for pair in some(pairs, options.limit)], checker)
        print("\n".join(["## 同句比较", "", *main_table(compared), "", *kind_table(compared), ""]))
        print("\n".join([*speed_lines(compared, document), ""]), flush=True)
    if options.clean:
        print("\n".join(prose(options.clean, checker, alarms, others, options.limit)))
    if options.false:
        options.false.write_text("".join(f"{line}\n" for line in alarms), encoding="utf-8")
        print(f"误报 {sum(line.startswith('误报') for line in alarms)} 处，写在 {options.false}")


if __name__ == "__main__":
    main()
