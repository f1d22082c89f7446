"""Builds the three files of the statistical channel.

    python -m training.build --data DIR [--fonts DIR] [--out DIR] [--report FILE]

``DIR`` holds ``corpus``, ``lists``, ``sentences`` and ``clean`` as described in ``docs/model-card.md``.  The n-gram
table is counted and packed, the context network learnt on the same paragraphs, then the scorers on all development
sentences and held-out paragraphs; with ``--report`` they are cross-validated first.  Needs numpy, torch, lightgbm,
pypinyin, pillow, jieba and the Noto CJK fonts; takes about an hour on two cores and 8 GB of memory.  Seeds are fixed:
the same data and the same versions on the same kind of machine give the same files.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from baguan.spelling.candidates import PARTICLES
from baguan.spelling.context import Context
from baguan.spelling.model import Model
from baguan.spelling.scan import Scanner
from training import alphabet, confusions, context, corpus, ngrams, scorer, synthetic, tables
from training.confusions import Counted

#: How often the network reads a kind of text, against the others: what repeats itself a thousand times teaches less.
LEARNT = {"report": 0.5, "law": 0.7, "court": 0.7, "formulaic": 0.5}

OUT = Path(__file__).resolve().parent.parent / "rules" / "baguan_rules" / "wording" / "data"
LEXICON = OUT / "misspellings.tsv"
FONTS = Path("/usr/share/fonts/opentype/noto")

#: Weight of each development set in the scorer: what stands nearest to official writing counts most.
DEVELOPMENT = {
    "official_errors": 6.0,
    "law_errors": 6.0,
    "workdoc_errors": 6.0,
    "web_errors": 1.0,
    "theory_errors": 0.3,
}
#: Correct text weighs much, that of an unfamiliar kind (news) most: there half of the development sentences are faulty,
#: which no document is.
CLEAN = ("clean_theory", "clean_news")
CLEAN_WEIGHT, HELD_WEIGHT = 12.0, 0.7
SYNTHETIC_WEIGHT, SYNTHETIC_PARTICLE_WEIGHT, SYNTHETIC_SLIP_WEIGHT = 0.3, 0.25, 0.25
NEWS, NEWS_WEIGHT = "news", 6.0
SYNTHETIC, SYNTHETIC_PARTICLES, SYNTHETIC_SLIPS = 30_000, 30_000, 30_000  # sentences


def main() -> int:
    """Build both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, default=FONTS)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--report", type=Path, help="cross-validate; write the figures here, the alarms beside")
    parser.add_argument("--scorer-only", action="store_true", help="keep the table and the network that are in --out")
    options = parser.parse_args()
    paths = Paths(*(options.out / f"{name}.bin" for name in ("spelling", "spelling_context", "spelling_scorer")))
    held = build_tables(paths, options.data, options.fonts, keep=options.scorer_only)
    model = Model(paths.table)
    counted = confusions.count(model, LEXICON, options.data / "sentences")
    scanner = Scanner(model, Context(paths.context))
    sieve = scorer.learn(build_rows(scanner, options.data, held, counted).arrays()[:3], scorer.SIEVE_ROUNDS)
    scanner.sieve = scorer.scorer(sieve)
    rows = build_rows(scanner, options.data, held, counted).trusted()
    particles = build_particle_rows(scanner, options.data, held, counted)
    slips = build_slip_rows(scanner, options.data, held)
    if options.report:
        from training.validate import cross_validate

        table, alarms = cross_validate(scanner, options.data, counted, rows, particles, slips)
        options.report.write_text(table, encoding="utf-8")
        options.report.with_suffix(".alarms.tsv").write_text("\n".join(alarms) + "\n", encoding="utf-8")
    sections = scorer.sections(sieve, scorer.SIEVE) | confusions.sections(counted.without(None))
    for prefix, part in (("", rows), (scorer.PARTICLE, particles), (scorer.SLIP, slips)):
        values, labels, weights, _ = part.arrays()
        sections |= scorer.sections(scorer.learn((values, labels, weights)), prefix)
        print(f"{prefix or 'characters'}: {len(labels)} rows, {int(labels.sum())} right")
    tables.write(paths.scorer, sections)
    return 0


class Paths(NamedTuple):
    """The files."""

    table: Path
    context: Path
    scorer: Path


def build_tables(paths: Paths, data: Path, fonts: Path, *, keep: bool) -> dict[str, list[str]]:
    """Count the corpus, pack the table and learn the network; gives the paragraphs held out, by kind."""
    lists = data / "lists"
    characters = alphabet.read_characters(lists)
    lookup = alphabet.lookup(characters)
    held: dict[str, list[str]] = {}
    counted = []
    for part in corpus.parts(data, lookup):
        print(f"{part.kind}: {len(part.ids)} counted, {sum(map(len, part.held))} held out, {part.left_out} left out")
        held[part.kind] = part.held
        counted.append((part.ids, LEARNT.get(part.kind, 1.0)))
    if not keep:
        ids = np.concatenate([ids for ids, _ in counted])
        unigrams = np.bincount(ids, minlength=alphabet.FIRST + len(characters)).astype(np.int64)
        tables.write(paths.context, context.learn(counted, unigrams))
        unigrams[alphabet.BOUNDARY] = 0
        counts = {order: ngrams.count(ids, order, least) for order, least in tables.LEAST.items()}
        print(tables.pack(paths.table, characters, unigrams, counts, lists, fonts))
    return held


def build_rows(scanner: Scanner, data: Path, held: dict[str, list[str]], counted: Counted) -> scorer.Rows:
    """Everything the sieve, or with a sieve in ``scanner`` the scorer, learns on."""
    found = _labelled(data, DEVELOPMENT) + _right(held, HELD_WEIGHT)
    corrupter = synthetic.Corrupter(scanner.model, 3, counted.without(None))
    for sentence in _sentences(held)[:SYNTHETIC]:
        found.append(scorer.Sentence(corrupter.corrupt(sentence), sentence, SYNTHETIC_WEIGHT))
    rows = scorer.Rows()
    for part in _by_fold(scanner, counted, found):
        rows.add(scanner, part)
    return rows


def build_particle_rows(scanner: Scanner, data: Path, held: dict[str, list[str]], counted: Counted) -> scorer.Rows:
    """Everything the scorer of 的, 地, 得 learns on."""
    found = _labelled(data, {"de_errors": 1.0}) + _right(held, 1.0)
    chance = random.Random(7)
    with_particles = [sentence for sentence in _sentences(held) if any(p in sentence for p in PARTICLES)]
    for sentence in with_particles[:SYNTHETIC_PARTICLES]:
        at = chance.choice([place for place, character in enumerate(sentence) if character in PARTICLES])
        other = chance.choice([particle for particle in PARTICLES if particle != sentence[at]])
        source = sentence[:at] + other + sentence[at + 1 :]
        found.append(scorer.Sentence(source, sentence, SYNTHETIC_PARTICLE_WEIGHT, at=at))
    rows = scorer.Rows()
    for part in _by_fold(scanner, counted, found):
        rows.add_particles(scanner, part)
    return rows


def build_slip_rows(scanner: Scanner, data: Path, held: dict[str, list[str]]) -> scorer.Rows:
    """Everything the scorer of dropped and added characters learns on: made faults, and text that has none of these."""
    found = []
    for name in (*DEVELOPMENT, *CLEAN):
        weight = CLEAN_WEIGHT if name in CLEAN else 1.0
        for source, target in scorer.read_pairs(data / "sentences" / f"{name}.tsv"):
            fold = scorer.fold_of(target)
            found += [scorer.Sentence(text, text, weight, fold) for text in dict.fromkeys((source, target))]
    found += _right(held, HELD_WEIGHT)
    corrupter = synthetic.Corrupter(scanner.model, 5)
    for sentence in _sentences(held)[-SYNTHETIC_SLIPS:]:
        found.append(scorer.Sentence(corrupter.slip(sentence), sentence, SYNTHETIC_SLIP_WEIGHT))
    rows = scorer.Rows()
    rows.add_slips(scanner, found)
    return rows


def _by_fold(scanner: Scanner, counted: Counted, found: list[scorer.Sentence]) -> Iterator[list[scorer.Sentence]]:
    """The sentences in parts, each to be read while the scanner knows only what the others confuse.

    Those of no fold are spread over all, so that what a sentence is judged by does not tell where it is from.
    """
    for fold in range(scorer.FOLDS):
        scanner.confusions = confusions.confusions(counted.without(fold))
        yield [
            sentence
            for number, sentence in enumerate(found)
            if (number % scorer.FOLDS if sentence.fold < 0 else sentence.fold) == fold
        ]


def _labelled(data: Path, weights: dict[str, float]) -> list[scorer.Sentence]:
    """The sentences of these sets by weight, and of those without a fault, as far as their length stays."""
    return [
        scorer.Sentence(source, target, weight, scorer.fold_of(target))
        for name, weight in (weights | dict.fromkeys(CLEAN, CLEAN_WEIGHT)).items()
        for source, target in scorer.read_pairs(data / "sentences" / f"{name}.tsv")
        if len(source) == len(target)
    ]


def _right(held: dict[str, list[str]], weight: float) -> list[scorer.Sentence]:
    """The paragraphs held out, which are right as they stand."""
    return [
        scorer.Sentence(paragraph, paragraph, NEWS_WEIGHT if kind == NEWS else weight)
        for kind in sorted(held)
        for paragraph in held[kind]
    ]


def _sentences(held: dict[str, list[str]]) -> list[str]:
    """The sentences of the paragraphs held out, shuffled."""
    found = synthetic.sentences([paragraph for kind in sorted(held) for paragraph in held[kind]])
    random.Random(7).shuffle(found)
    return found


if __name__ == "__main__":
    sys.exit(main())
