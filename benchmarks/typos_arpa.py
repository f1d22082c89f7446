"""Writes a character trigram model that pycorrector's kenlm engine reads, for a comparison without its 2.9 GB download.

    python benchmarks/typos_arpa.py --data DIR --out model.arpa [--characters 5000000]

Takes paragraphs of ``DIR/corpus/*.txt.xz``, the same number of characters of each kind, cut into clauses the way
pycorrector cuts what it asks the model; interpolated absolute discounting; trigrams that stand once are left out.
Nothing is held back that the development sets share, which favours pycorrector.
"""

from __future__ import annotations

import argparse
import itertools
import lzma
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

DISCOUNT = 0.75
LEAST = 2
Gram = tuple[str, ...]
_CLAUSE = re.compile(r"[\u4e00-\u9fa5a-zA-Z0-9+#&]+")


def clauses(data: Path, characters: int) -> list[str]:
    """Clauses of the corpus, about so many characters."""
    paths = sorted((data / "corpus").glob("*.txt.xz"))
    found: list[str] = []
    for path in paths:
        left = characters // len(paths)
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                found += _CLAUSE.findall(line)
                left -= len(line)
                if left <= 0:
                    break
    return found


def count(sentences: list[str]) -> list[Counter[Gram]]:
    """How often each n-gram stands, by order."""
    counts: list[Counter[Gram]] = [Counter(), Counter(), Counter()]
    for sentence in sentences:
        tokens = ("<s>", *sentence, "</s>")
        counts[0].update(zip(tokens, strict=False))
        counts[1].update(itertools.pairwise(tokens))
        counts[2].update(zip(tokens, tokens[1:], tokens[2:], strict=False))
    counts[2] = Counter({gram: number for gram, number in counts[2].items() if number >= LEAST})
    return counts


def arpa(counts: list[Counter[Gram]]) -> str:
    """The model: every probability interpolated with that of the shorter n-gram, so that back-off weights are exact."""
    words = {gram: number for gram, number in counts[0].items() if gram != ("<s>",)}
    total = sum(words.values()) + len(words) + 1
    tables: list[dict[Gram, float]] = [{gram: (number + 1) / total for gram, number in words.items()}]
    backoffs: list[dict[Gram, float]] = []
    for order in (1, 2):
        kept: dict[Gram, float] = defaultdict(float)
        for gram, number in counts[order].items():
            kept[gram[:-1]] += (number - DISCOUNT) / counts[order - 1][gram[:-1]]
        rest = {gram: 1 - share for gram, share in kept.items()}
        tables.append(
            {
                gram: (number - DISCOUNT) / counts[order - 1][gram[:-1]] + rest[gram[:-1]] * tables[-1][gram[1:]]
                for gram, number in counts[order].items()
            }
        )
        backoffs.append(rest)
    tables[0] |= {("<unk>",): 1 / total, ("<s>",): 1e-99}
    lines = ["\\data\\", *(f"ngram {order}={len(table)}" for order, table in enumerate(tables, 1))]
    for order, table in enumerate(tables, 1):
        lines += ["", f"\\{order}-grams:"]
        for gram, value in sorted(table.items()):
            line = f"{math.log10(value):.5f}\t{' '.join(gram)}"
            if order < 3:
                line += f"\t{math.log10(backoffs[order - 1].get(gram, 1.0)):.5f}"
            lines.append(line)
    return "\n".join([*lines, "", "\\end\\", ""])


def main() -> None:
    """Write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--characters", type=int, default=5_000_000)
    options = parser.parse_args()
    counts = count(clauses(options.data, options.characters))
    options.out.write_text(arpa(counts), encoding="utf-8")
    print("、".join(f"{order} 元 {len(table):,}" for order, table in enumerate(counts, 1)))


if __name__ == "__main__":
    main()
