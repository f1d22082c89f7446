"""Cross-validates the scorer: every development sentence is read by a scorer that has not seen it."""

from __future__ import annotations

from pathlib import Path

from baguan.spelling.channel import Channel, Suspect, sentence_of
from baguan.spelling.scan import Scanner
from baguan.spelling.scorer import Scorer
from training import scorer

SETS = ("official_errors", "law_errors", "workdoc_errors", "clean_theory", "clean_news")
COMPANION = -0.3  # as in the rule
MARGINS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)


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


def _measure_particles(channels: list[Channel], pairs: list[tuple[str, str]], margin: float) -> tuple[float, float]:
    """Precision and recall by character of the corrections of 的, 地, 得."""
    right = flagged = faulty = 0
    for source, target in pairs:
        if len(source) == len(target):
            found = channels[scorer.fold_of(target)].particles(source, margin)
            faulty += sum(a != b for a, b in zip(source, target, strict=True))
            flagged += len(found)
            right += sum(target[s.start] == s.new for s in found)
    return right / max(flagged, 1), right / max(faulty, 1)


def _measure(channels: list[Channel], pairs: list[tuple[str, str]], margin: float) -> tuple[float, float, float, float]:
    """Strict sentence-level precision, recall and F1 of the corrections, and the share of right sentences flagged.

    A sentence that has nothing as sure as ``margin`` is left as it is.
    """
    right = flagged = faulty = false = 0
    for source, target in pairs:
        found = channels[scorer.fold_of(target)].suspects(
            source, margin, min(COMPANION, margin), min(COMPANION, margin)
        )
        careless = {sentence_of(source, suspect.start) for suspect in found if suspect.margin >= margin}
        found = [suspect for suspect in found if sentence_of(source, suspect.start) in careless]
        faulty += source != target
        flagged += bool(found)
        right += bool(found) and mend(source, found) == target
        false += bool(found) and source == target
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
