"""How well the structure is recognised: precision and recall per element, against labels made by hand.

    python benchmarks/structure.py                     the fixtures
    python benchmarks/structure.py --data DIR          the published documents of DIR too
    python benchmarks/structure.py --show 附件说明      every difference in an element

A label file of ``benchmarks/structure_labels`` is a TSV with the columns document, label, start, end, value.  The
labels 文本种类, 文种 and 格式 have a value; an element has the offsets (of the text, line breaks as one character).
``fixtures.tsv`` names documents under ``fixtures``, ``shared.tsv`` documents of DIR, which are not part of the
project.  Every document of ``DIR/clean/INDEX.tsv`` of the kind law, local, news or report must also not be taken
for a statutory document.
"""

from __future__ import annotations

import argparse
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from baguan.document import Document
from baguan.outline import Kind
from baguan.readers import read_bytes
from baguan.structure import recognise

LABELS = Path(__file__).with_name("structure_labels")
FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
VALUES = ("文本种类", "文种", "格式")
WANTED = 0.95


class Score(NamedTuple):
    """How often a label was given rightly, wrongly, and not at all."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was recognised, how much is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much was recognised."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


Labelled = tuple[str, int, int, str]


def labels(name: str) -> dict[str, set[Labelled]]:
    """The labels of a file by document."""
    found: defaultdict[str, set[Labelled]] = defaultdict(set)
    path = LABELS / f"{name}.tsv"
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            document, label, start, end, value = line.split("\t")
            found[document].add((label, int(start or 0), int(end or 0), value))
    return dict(found)


def recognised(document: Document) -> set[Labelled]:
    """What the recogniser finds, in the form of labels."""
    found = recognise(document)
    given: set[Labelled] = {
        (one.name.value, one.start, one.end, "") for one in found.elements if found.kind is Kind.STATUTORY
    }
    values = (found.kind.value, found.genre, found.layout)
    return given | {(label, 0, 0, value) for label, value in zip(VALUES, values, strict=True)}


def documents(data: Path | None) -> Iterator[tuple[str, Document, set[Labelled]]]:
    """Every labelled document with its labels."""
    for name, folder in (("fixtures", FIXTURES), ("shared", data)):
        for path, wanted in labels(name).items():
            if folder is not None:
                yield path, read(folder, path), wanted


def read(folder: Path, path: str) -> Document:
    """A document of a folder; ``FILE.xz:3-9`` is lines 3 to 9 of a compressed text."""
    name, _, part = path.partition(":")
    data = (folder / name).read_bytes()
    if not part:
        return read_bytes(data, path)
    first, last = map(int, part.split("-"))
    return Document.from_text("\n".join(lzma.decompress(data).decode("utf-8").split("\n")[first - 1 : last]))


def compare(data: Path | None = None) -> tuple[dict[str, Score], list[tuple[str, str, str]], int]:
    """Scores by label, the differences as (document, label, what), and how many documents were labelled."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    differences = []
    count = 0
    for path, document, wanted in documents(data):
        count += 1
        given = recognised(document)
        for label, start, end, value in given | wanted:
            one = (label, start, end, value)
            shown = value or document.text[start:end].replace("\n", "⏎")
            if one in given and one in wanted:
                right[label] += 1
            elif one in given:
                wrong[label] += 1
                differences.append((path, label, f"多：{shown}"))
            else:
                missed[label] += 1
                differences.append((path, label, f"漏：{shown}"))
    names = sorted({*right, *wrong, *missed})
    return {name: Score(right[name], wrong[name], missed[name]) for name in names}, sorted(differences), count


def taken_for_statutory(data: Path) -> tuple[list[str], int]:
    """Which laws, news and reports of a folder are taken for statutory documents, and of how many."""
    known = {path for path, wanted in labels("shared").items() if ("文本种类", 0, 0, "statutory") in wanted}
    header, *rows = (line.split("\t") for line in (data / "INDEX.tsv").read_text(encoding="utf-8").splitlines())
    column = header.index("kind")
    names = [row[0] for row in rows if row[column] in ("law", "local", "news", "report")]
    names = [name for name in names if f"clean/{name}" not in known]  # the index calls a notice a law
    taken = []
    for name in names:
        document = read_bytes((data / name).read_bytes(), name)
        if recognise(document).kind is Kind.STATUTORY:
            taken.append(name)
    return taken, len(names)


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of published documents")
    parser.add_argument("--show", metavar="LABEL", action="append", default=[], help="list the differences")
    options = parser.parse_args()
    scores, differences, count = compare(options.data)
    print(f"{count} documents labelled by hand")
    print(f"{'label':24}{'right':>7}{'wrong':>7}{'missed':>8}{'precision':>11}{'recall':>8}")
    for name, score in scores.items():
        low = "  below 0.95" if min(score.precision, score.recall) < WANTED else ""
        pad = " " * max(1, 24 - 2 * len(name))
        print(
            f"{name}{pad}{score.right:>7}{score.wrong:>7}{score.missed:>8}{score.precision:>11.3f}{score.recall:>8.3f}{low}"
        )
    for path, label, what in differences:
        if label in options.show or "ALL" in options.show:
            print(f"{path}  {label}  {what}")
    if options.data and (options.data / "clean" / "INDEX.tsv").exists():
        taken, total = taken_for_statutory(options.data / "clean")
        print(f"{len(taken)} of {total} laws, local laws, news and reports taken for statutory documents", *taken)


if __name__ == "__main__":
    main()
