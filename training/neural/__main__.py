"""One command: train, export to int8 ONNX, measure, write the card.

    python -m training.neural --data DIR --out model.onnx --minutes 10 --device cuda

``DIR`` is what ``training.build`` takes.  Beside ``model.onnx`` come ``model.card.md`` and ``model.checkpoint.pt``,
from which ``--resume`` goes on.  The clock counts training only; reading the corpus takes about two minutes more.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from baguan.atomic import write_atomic
from baguan.spelling.model import FIRST, Model
from training import alphabet, scorer, synthetic
from training.build import OUT
from training.neural import card, evaluate, export, faults, text
from training.neural.network import Shape
from training.neural.train import Plan, Trainer


def main(arguments: list[str] | None = None) -> int:
    """Do all of it; 1 when the file is too large to ship."""
    options = parse(arguments)
    device = torch.device(options.device)
    if device.type == "cpu":
        torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = True
    model = Model(options.tables)
    if list(model.characters) != alphabet.read_characters(options.data / "lists"):
        raise SystemExit(f"{options.tables}：字表与 {options.data} 里的不同，请先用 training.build 重建")
    shape = Shape(FIRST + len(model.characters), options.width, options.layers, options.heads)
    plan = Plan(options.minutes, options.steps, options.batch, options.rate, seed=options.seed, compile=options.compile)
    found = text.read(options.data)
    table = alphabet.lookup(list(model.characters))
    sample = torch.from_numpy(alphabet.encode("\n".join(found.held), table).astype(np.int16))
    if min(len(found.ids), len(sample)) <= text.LENGTH:
        raise SystemExit(f"{options.data}：语料太少，训练 {len(found.ids)} 字，留出 {len(sample)} 字")
    trainer = Trainer(shape, plan, found.ids, sample, faults.read_sets(model), device)
    checkpoint = options.out.with_suffix(".checkpoint.pt")
    if options.resume:
        trainer.load(checkpoint)
    trainer.run(checkpoint, lambda line: print(line, flush=True))
    agreement = write(trainer, options.out)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes, int8 {agreement[1]}", flush=True)
    measured = figures(options.out, model, found.held, options.data, options.sentences)
    card.write(options.out.with_suffix(".card.md"), options.out, trainer, agreement, measured)
    print(options.out.with_suffix(".card.md").read_text(encoding="utf-8"))
    if options.out.stat().st_size > export.MOST_BYTES:
        print(f"{options.out}：超过 {export.MOST_BYTES:,} 字节，不宜随包发布", file=sys.stderr)
        return 1
    return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tables", type=Path, default=OUT / "spelling.bin", help="the statistical model")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument(
        "--steps", type=int, default=0, help="end after so many steps instead: a run that can be repeated"
    )
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--batch", type=int, default=256, help=f"windows of {text.LENGTH} characters a step")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--threads", type=int, default=1, help="on a CPU")
    parser.add_argument("--compile", action="store_true", help="torch.compile")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--sentences", type=int, default=4000, help="held-out sentences to measure on")
    return parser.parse_args(arguments)


def write(trainer: Trainer, out: Path) -> tuple[export.Agreement, export.Agreement]:
    """Export, quantise, and compare both files with torch on windows that were not learnt."""
    _, read = trainer.batch(trainer.sample, -1)
    ids = read[:16].cpu().numpy()
    places = np.flatnonzero((ids >= FIRST) & (ids < trainer.shape.characters))
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("float.onnx", "int8.onnx")]
        export.export(trainer.network, files[0])
        export.quantise(*files)
        first, second = (export.compare(trainer.network, path, ids, places) for path in files)
        write_atomic(out, files[1].read_bytes())
    return first, second


def figures(path: Path, model: Model, held: list[str], data: Path, count: int) -> list[evaluate.Measured]:
    """The figures on held-out sentences, half of them with synthetic faults, and on the development sets."""
    sentences = synthetic.sentences(held)
    random.Random(11).shuffle(sentences)
    corrupter = synthetic.Corrupter(model, 5)
    pairs = [
        (corrupter.corrupt(sentence) if number % 2 else sentence, sentence)
        for number, sentence in enumerate(sentences[:count])
    ]
    reader = evaluate.Reader(path, model)
    measured = [evaluate.measure(reader, "留出句（一半造错）", pairs)]
    for name in evaluate.SETS:
        path = data / "sentences" / f"{name}.tsv"
        if path.exists():
            measured.append(evaluate.measure(reader, name, scorer.read_pairs(path)))
    return measured


if __name__ == "__main__":
    sys.exit(main())
