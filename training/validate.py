"""Cross-validates the scorer: every development sentence is read by a scorer that has not seen it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path

from baguan.spelling.channel import APART_LINES, Channel, Suspect, sentence_of
from baguan.spelling.scan import Scanner
from baguan.spelling.scorer import Scorer
from training import scorer

SETS = ("official_errors", "law_errors", "workdoc_errors", "clean_theory", "clean_news")
COMPANION = -0.9  # as in the rule
MARGINS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
Pairs = Sequence[tuple[str, str]]


def cross_validate(scanner: Scanner, data: Path, rows: scorer.Rows, particles: scorer.Rows) -> str:
    """A table of precision, recall, F1 and false alarms for each set and margin."""
    channels = [
        Channel(scanner, *pair) for pair in zip(*(_fold_scorers(part) for part in (rows, particles)), strict=True)
    ]
    lines = ["set\tmargin\tprecision\trecall\tF1\tfalse alarms"]
    for name in SETS:
        pairs = scorer.read_pairs(data / "sentences" / f"{name}.tsv")
        for margin in MARGINS:
            figures = "\t".join(f"{value:.4f}" for value in _measure(channels, pairs, margin))
            lines += [f"{name}\t{margin}\t{figures}"]
    pairs = scorer.read_pairs(data / "sentences" / "de_errors.tsv")
    clean = scorer.read_pairs(data / "sentences" / "clean_theory.tsv")
    for margin in MARGINS:
        precision, recall = _measure_particles(channels, pairs + clean, margin)
        lines.append(f"de_errors + clean_theory (characters)\t{margin}\t{precision:.4f}\t{recall:.4f}")
    return "\n".join(lines) + "\n"


def _fold_scorers(rows: scorer.Rows) -> list[Scorer]:
    values, labels, weights, folds = rows.arrays()
    learnt = (
        scorer.learn((values[keep], labels[keep], weights[keep])) for keep in (folds != f for f in range(scorer.FOLDS))
    )
    return [scorer.scorer(booster) for booster in learnt]


def _read(texts: Sequence[str], find: Callable[[str], list[Suspect]]) -> list[list[Suspect]]:
    """What is found in texts that are read in one go; places count from the start of each."""
    starts = list(accumulate((len(text) + len(APART_LINES) for text in texts), initial=0))
    found: list[list[Suspect]] = [[] for _ in texts]
    for suspect in find(APART_LINES.join(texts)):
        number = bisect_right(starts, suspect.start) - 1
        start = starts[number]
        found[number].append(replace(suspect, start=suspect.start - start, end=suspect.end - start))
    return found


def _by_fold(
    channels: list[Channel], pairs: Pairs, find: Callable[[Channel, str], list[Suspect]]
) -> Iterator[tuple[str, str, list[Suspect]]]:
    """Each pair with what the channel that has not seen it finds."""
    for fold, channel in enumerate(channels):
        part = [(source, target) for source, target in pairs if scorer.fold_of(target) == fold]
        found = _read([source for source, _ in part], partial(find, channel))
        yield from ((source, target, suspects) for (source, target), suspects in zip(part, found, strict=True))


def _measure_particles(channels: list[Channel], pairs: Pairs, margin: float) -> tuple[float, float]:
    """Precision and recall by character of the corrections of 的, 地, 得."""
    right = flagged = faulty = 0
    same = [(source, target) for source, target in pairs if len(source) == len(target)]
    for source, target, found in _by_fold(channels, same, lambda channel, text: channel.particles(text, margin)):
        faulty += sum(a != b for a, b in zip(source, target, strict=True))
        flagged += len(found)
        right += sum(target[s.start] == s.new for s in found)
    return right / max(flagged, 1), right / max(faulty, 1)


def _measure(channels: list[Channel], pairs: Pairs, margin: float) -> tuple[float, float, float, float]:
    """Strict sentence-level precision, recall and F1 of the corrections, and the share of right sentences flagged.

    A sentence that has nothing as sure as ``margin`` is left as it is.
    """
    least = min(COMPANION, margin)
    right = flagged = faulty = false = 0
    for source, target, found in _by_fold(
        channels, pairs, lambda channel, text: channel.suspects(text, margin, least, least)
    ):
        careless = {sentence_of(source, suspect.start) for suspect in found if suspect.margin >= margin}
        kept = [suspect for suspect in found if sentence_of(source, suspect.start) in careless]
        faulty += source != target
        flagged += bool(kept)
        right += bool(kept) and mend(source, kept) == target
        false += bool(kept) and source == target
    precision = right / flagged if flagged else 0.0
    recall = right / faulty if faulty else 0.0
    clean = len(pairs) - faulty
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return precision, recall, f1, false / clean if clean else 0.0


def mend(text: str, found: list[Suspect]) -> str:
    """The text with every suspect replaced."""
    for suspect in sorted(found, key=lambda suspect: -suspect.start):
        text = text[: suspect.start] + suspect.new + text[suspect.end :]
    return text
