"""Learns the network of ``baguan.spelling.context`` and packs it into numbers of four bits.

A character is told from a sample of others (importance sampled softmax; Bengio and Senécal, 2008).  In the last part
of the steps the vectors are read as they will be packed (straight-through rounding; Bengio et al., 2013), so that
packing costs little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from baguan.spelling.context import OFFSETS, PAIRS, REACH, pair_rows
from training.alphabet import FIRST, OTHER

SIZE = 192  # of the hidden layer
KNOWN = 4096  # characters and classes with vectors of their own
BUCKETS = 1 << 15  # vectors that the pairs at one place share
STEPS = 12_000
PACKED_FROM = 0.7  # share of the steps after which the vectors are rounded
BATCH, STRETCH = 16_384, 128
NEGATIVES = 1024
RATE, LEAST_RATE, WARM = 3e-3, 2e-5, 200
NORMAL = 0.05  # weight of the square of the logarithm of a place's sum of odds
LOWEST, HIGHEST = -8, 7
SEED = 20261121
STEP_WIDTHS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1.0)  # of the rounding, in standard deviations

Ids = npt.NDArray[np.uint16]


@dataclass
class Network:
    """The weights (torch tensors): vectors by distance and character, then by pair; characters, biases, hidden biases,
    widths."""

    vectors: Any
    out: Any
    bias: Any
    hidden_bias: Any
    widths: Any = None

    def packed(self) -> Any:
        """The vectors as whole numbers of ``widths``."""
        import torch

        return torch.clamp(torch.round(self.vectors / self.widths), LOWEST, HIGHEST)


def numbers(unigrams: npt.NDArray[np.int64]) -> npt.NDArray[np.uint16]:
    """The number of each id in the network: the commonest have their own, the others are one."""
    order = [int(i) for i in np.argsort(-unigrams, kind="stable") if i >= FIRST][: KNOWN - FIRST]
    found = np.full(len(unigrams), OTHER, np.uint16)
    found[:FIRST] = range(FIRST)
    found[sorted(order)] = range(FIRST, FIRST + len(order))
    return found


class _Sampler:
    """Batches of places with what stands around them."""

    def __init__(self, ids: Any, weights: npt.NDArray[np.float64], generator: Any) -> None:
        """``weights``: how often each stretch of ``STRETCH`` ids is read, against the others."""
        import torch

        self.ids = ids
        self.generator = generator
        self.offsets = torch.tensor(OFFSETS)
        self.base = torch.arange(len(OFFSETS)) * KNOWN
        self.chance = torch.from_numpy(np.cumsum(weights) / weights.sum())

    def draw(self, count: int = BATCH) -> tuple[Any, Any]:
        """Rows of the vectors to add, and the number of the character that stands there."""
        import torch

        drawn = torch.rand(count // STRETCH, generator=self.generator, dtype=torch.float64)
        starts = torch.searchsorted(self.chance, drawn).clamp(max=len(self.chance) - 1) * STRETCH
        places = (starts[:, None] + torch.arange(STRETCH)).reshape(-1)
        places = places[(places >= REACH) & (places < len(self.ids) - REACH)]
        wanted = self.ids[places].long()
        places, wanted = places[wanted >= FIRST], wanted[wanted >= FIRST]
        rows = [self.ids[places[:, None] + self.offsets].long() + self.base]
        for number, (one, two) in enumerate(PAIRS):
            pair = pair_rows(self.ids[places + one].long(), self.ids[places + two].long(), KNOWN, BUCKETS)
            rows.append((len(OFFSETS) * KNOWN + number * BUCKETS + pair)[:, None])
        return torch.cat(rows, 1), wanted


def learn(parts: list[tuple[Ids, float]], unigrams: npt.NDArray[np.int64], steps: int = STEPS) -> dict[str, bytes]:
    """Learn on the parts of a corpus, each with how often it is read against the others, and give the sections of the
    packed file."""
    import torch

    torch.manual_seed(SEED)
    table = numbers(unigrams)
    compact = torch.from_numpy(np.concatenate([table[ids] for ids, _ in parts]).astype(np.int16))
    ends = np.cumsum([len(ids) for ids, _ in parts])
    starts = np.arange(len(compact) // STRETCH) * STRETCH
    weights = np.array([weight for _, weight in parts])[np.searchsorted(ends, starts, side="right")]
    counts = np.bincount(table, weights=unigrams, minlength=KNOWN)
    counts[:FIRST] = 0
    sampler = _Sampler(compact, weights, torch.Generator().manual_seed(SEED))
    network = _train(sampler, torch.from_numpy(counts), steps)
    return sections(network, table)


def _train(sampler: _Sampler, counts: Any, steps: int) -> Network:
    import torch

    chance = counts**0.75 / (counts**0.75).sum()
    log_chance = torch.log(chance.clamp(min=1e-12)).float() + math.log(NEGATIVES)
    vectors = torch.nn.Parameter(torch.randn(len(OFFSETS) * KNOWN + len(PAIRS) * BUCKETS, SIZE) * 0.05)
    out = torch.nn.Parameter(torch.randn(KNOWN, SIZE) * 0.05)
    bias = torch.nn.Parameter(torch.log((counts + 1) / counts.sum()).float())
    hidden_bias = torch.nn.Parameter(torch.zeros(SIZE))
    network = Network(vectors, out, bias, hidden_bias)
    optimizer = torch.optim.Adam([vectors, out, bias, hidden_bias], lr=RATE, betas=(0.9, 0.99), fused=True)
    held = sampler.draw()
    for step in range(steps):
        rate = RATE * min(1.0, (step + 1) / WARM) * (1 - step / steps) + LEAST_RATE
        for group in optimizer.param_groups:
            group["lr"] = rate
        if step == int(steps * PACKED_FROM):
            with torch.no_grad():
                network.widths = _widths(network, held)
        rows, wanted = sampler.draw()
        optimizer.zero_grad(set_to_none=True)
        loss = _step(network, rows, wanted, chance, log_chance)
        optimizer.step()
        if step % 500 == 0:
            print(f"context network: step {step} of {steps}, sampled loss {loss:.3f}", flush=True)
    with torch.no_grad():
        rounded = network.packed() * network.widths
        print(f"context network: loss {_loss(network, vectors, held):.3f}, packed {_loss(network, rounded, held):.3f}")
    return network


def _step(network: Network, rows: Any, wanted: Any, chance: Any, log_chance: Any) -> float:
    """Set the gradients for one batch; written out by hand, since the tables between are what takes the time."""
    import torch

    vectors = network.vectors
    if network.widths is not None:
        with torch.no_grad():
            shift = network.packed() * network.widths - vectors
        vectors = vectors + shift
    sums = torch.nn.functional.embedding_bag(rows, vectors, mode="sum")
    out, bias = network.out, network.bias
    with torch.no_grad():
        hidden = torch.relu(sums + network.hidden_bias)
        size = len(wanted)
        others = torch.multinomial(chance, NEGATIVES, replacement=False)
        their = out[others].bfloat16()
        odds = (hidden.bfloat16() @ their.T).float()
        odds += bias[others] - log_chance[others]
        wanted_out = out[wanted]
        right = (hidden * wanted_out).sum(1) + bias[wanted] - log_chance[wanted]
        where = torch.full((KNOWN,), -1)
        where[others] = torch.arange(NEGATIVES)
        drawn = where[wanted]
        hit = (drawn >= 0).nonzero()[:, 0]
        odds[hit, drawn[hit]] = -1e4
        odds.clamp_(max=60).exp_()
        right_odds = right.clamp(max=60).exp()
        total = odds.sum(1) + right_odds
        loss = float((total.log() - right).mean())
        odds *= (1 / total / size)[:, None]
        # d/dx of (log total)² too: scores that are nearly logarithms of probabilities need no sum over all characters
        pull = 1 + 2 * NORMAL * total.log()
        odds *= pull[:, None]
        slope = (pull * right_odds / total - 1) / size
        small = odds.bfloat16()
        hidden_slope = (small @ their).float() + slope[:, None] * wanted_out
        out.grad, bias.grad = torch.zeros_like(out), torch.zeros_like(bias)
        out.grad[others] = (small.T @ hidden.bfloat16()).float()
        out.grad.index_add_(0, wanted, slope[:, None] * hidden)
        bias.grad[others] = odds.sum(0)
        bias.grad.index_add_(0, wanted, slope)
        sums_slope = hidden_slope * (hidden > 0)
        network.hidden_bias.grad = sums_slope.sum(0)
    sums.backward(sums_slope)
    return loss


def _loss(network: Network, vectors: Any, held: tuple[Any, Any]) -> float:
    """Cross-entropy (base e) over all characters."""
    import torch

    rows, wanted = held
    hidden = torch.relu(torch.nn.functional.embedding_bag(rows, vectors, mode="sum") + network.hidden_bias)
    return float(torch.nn.functional.cross_entropy(hidden @ network.out.T + network.bias, wanted))


def _widths(network: Network, held: tuple[Any, Any]) -> Any:
    """The widths of the rounding, one a hidden unit, with the least loss."""
    deviation = network.vectors.std(0)

    def loss(factor: float) -> float:
        network.widths = deviation * factor
        return _loss(network, network.packed() * network.widths, held)

    return deviation * min(STEP_WIDTHS, key=loss)


def sections(network: Network, table: npt.NDArray[np.uint16]) -> dict[str, bytes]:
    """The sections of ``spelling_context.bin``."""
    import torch

    with torch.no_grad():
        widths = network.widths
        rounded = (network.packed() - LOWEST).to(torch.uint8).numpy()
        half, count = SIZE // 2, len(OFFSETS) + len(PAIRS)
        out = network.out * widths
        scale = float(np.quantile(out.abs().numpy(), 0.9999)) / 127
        return {
            "numbers": table.astype(np.uint16).tobytes(),
            "vectors": (rounded[:, :half] | (rounded[:, half:] << 4)).tobytes(),
            "thresholds": (-count * LOWEST - network.hidden_bias / widths).numpy().astype("f4").tobytes(),
            "bias": network.bias.numpy().astype("f4").tobytes(),
            "scale": np.array([scale], "f4").tobytes(),
            "out": torch.clamp(torch.round(out / scale), -127, 127).to(torch.int8).numpy().tobytes(),
        }
