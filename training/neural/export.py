"""Writes the ONNX files, and shows that they say what torch says."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch

from training.neural.network import Network

INPUTS, OUTPUTS = ("ids", "places"), ("wrong", "right")
MOST_BYTES = 25_000_000


@dataclass(frozen=True)
class Agreement:
    """How near an ONNX file is to torch: largest difference of the detector's log odds and of the log probability of
    the likeliest character, and the share of places where both have the same likeliest character."""

    wrong: float
    right: float
    same: float


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what the exporters say about packages that nobody needs here."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def export(network: Network, path: Path) -> None:
    """Write the network as it is, in single precision; it is moved to the processor for that."""
    network = network.eval().cpu().float()
    ids = torch.randint(8, network.shape.characters, (2, 24))
    places = torch.tensor([3, 30, 41])
    batch, length, number = (
        torch.export.Dim(name, min=1, max=most)
        for name, most in (("batch", 4096), ("length", len(network.cosine)), ("number", 1 << 20))
    )
    with _quiet():
        torch.onnx.export(
            network,
            (ids, places),
            str(path),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_shapes=({0: batch, 1: length}, {0: number}),
            external_data=False,
            dynamo=True,
            verbose=False,
        )
    model = onnx.load(path)
    del model.graph.value_info[:]  # the quantiser turns weights round and trips over the shapes they had
    onnx.save(model, path)


def quantise(source: Path, path: Path) -> None:
    """Write the weights of ``source`` as whole numbers of eight bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with _quiet():
        quantize_dynamic(source, path, per_channel=True, weight_type=QuantType.QInt8)


def compare(network: Network, path: Path, ids: np.ndarray, places: np.ndarray) -> Agreement:
    """Read the file back and ask both the same."""
    wrong, right = session(path).run(list(OUTPUTS), {"ids": ids, "places": places})
    with torch.no_grad():
        ours = [
            value.float().numpy() for value in network.eval().cpu()(torch.from_numpy(ids), torch.from_numpy(places))
        ]
    best = ours[1].argmax(-1)
    rows = np.arange(len(best))
    return Agreement(
        float(np.abs(wrong - ours[0])[ids != network.shape.padding].max()),
        float(np.abs(right[rows, best] - ours[1][rows, best]).max()),
        float((right.argmax(-1) == best).mean()),
    )


def session(path: Path, threads: int = 1):  # type: ignore[no-untyped-def]  # onnxruntime has no types
    """The file, ready to run on the processor."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
