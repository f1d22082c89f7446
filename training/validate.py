"""Cross-validates the scorers: every development sentence is read by scorers that have not seen it.

All rules on wrong characters read it, and what is at warning or above counts, as in ``benchmarks/typos.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from benchmarks.typos import ours, read_pairs
from benchmarks.typos_score import Score

from baguan.engine import Checker
from baguan.registry import load_rules
from baguan.spelling.channel import Channel
from baguan.spelling.scan import Scanner
from baguan.spelling.scorer import Scorer
from baguan_rules.wording import spelling
from training import scorer
from training.confusions import Counted, confusions

SETS = ("official_errors", "law_errors", "workdoc_errors", "clean_theory", "clean_news")
PARTICLES = ("de_errors", "clean_theory")
RULES, PARTICLE_RULE = ("WZ1", "WZ614"), "WZ112"
COLUMNS = ("precision", "recall", "F1", "false alarms", "character precision", "character recall")


def cross_validate(scanner: Scanner, data: Path, counted: Counted, *parts: scorer.Rows) -> tuple[str, list[str]]:
    """A table of the figures of each set, and every false alarm and wrong correction.

    ``parts``: the rows of the scorers that ``Channel`` takes, in its order.
    """
    scanners = (
        Scanner(scanner.model, scanner.context, scanner.sieve, confusions(counted.without(fold)))
        for fold in range(scorer.FOLDS)
    )
    channels = [Channel(*part) for part in zip(scanners, *map(_fold_scorers, parts), strict=True)]
    rules = [rule for rule in load_rules() if rule.code.startswith(RULES)]
    alarms: list[str] = []
    lines = ["\t".join(("set", "sentences", *COLUMNS))]
    for name in SETS:
        score = _measure(name, channels, Checker(rules), data, alarms)
        lines.append("\t".join((name, str(score.sentences), *(f"{rate:.4f}" for rate in score.rates()))))
    checker = Checker([rule for rule in rules if rule.code == PARTICLE_RULE])
    score = sum((_measure(name, channels, checker, data, []) for name in PARTICLES), Score())
    lines.append("\t".join((" + ".join(PARTICLES), str(score.sentences), *(f"{rate:.4f}" for rate in score.rates()))))
    return "\n".join(lines) + "\n", alarms


def _fold_scorers(rows: scorer.Rows) -> list[Scorer]:
    values, labels, weights, folds = rows.arrays()
    learnt = (
        scorer.learn((values[keep], labels[keep], weights[keep])) for keep in (folds != f for f in range(scorer.FOLDS))
    )
    return [scorer.scorer(booster) for booster in learnt]


def _measure(name: str, channels: Sequence[Channel], checker: Checker, data: Path, alarms: list[str]) -> Score:
    """The figures of one set."""
    pairs = read_pairs(data / "sentences" / f"{name}.tsv")
    found = Score()
    for fold, channel in enumerate(channels):
        part = [(source, target) for source, target in pairs if scorer.fold_of(target) == fold]
        with _reading_with(channel):
            found += ours(name, part, checker, alarms)
    return found


@contextmanager
def _reading_with(channel: Channel) -> Iterator[None]:
    """The rules ask this channel, and remember nothing of another."""
    with mock.patch.object(spelling, "channel", return_value=channel), mock.patch.object(spelling._Memory, "text", ""):
        yield
