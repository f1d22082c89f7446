"""The training loop: AdamW, a cosine over steps or minutes, checkpoints, and a loss on text that is never learnt."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from baguan.atomic import write_atomic
from training.neural.faults import Sets, corrupt
from training.neural.network import Network, Shape
from training.neural.text import LENGTH, windows

CHOSEN = 24  # places of a window that the corrector learns on: all wrong and hidden ones, the rest by chance
WARM = 0.02  # share of the run in which the rate rises
CHECK = 8  # batches of the fixed sample that the loss is watched on
SAVE_SECONDS = 120


@dataclass(frozen=True)
class Plan:
    """How to train.  The run ends after ``steps``, or after ``minutes`` when ``steps`` is 0."""

    minutes: float = 10.0
    steps: int = 0
    batch: int = 256
    rate: float = 1e-3
    decay: float = 0.05
    clip: float = 1.0
    seed: int = 20261121
    compile: bool = False


@dataclass
class Progress:
    """Where a run stands."""

    step: int = 0
    seconds: float = 0.0
    history: list[tuple[int, float, float, float]] = field(default_factory=list)  # step, seconds, loss, watched loss


class Trainer:
    """Network, optimiser and progress, which a checkpoint holds all of."""

    def __init__(
        self, shape: Shape, plan: Plan, text: Tensor, sample: Tensor, sets: Sets, device: torch.device
    ) -> None:
        """``sample`` is what the loss is watched on: ids that are not in ``text``."""
        torch.manual_seed(plan.seed)
        self.shape, self.plan, self.device = shape, plan, device
        self.network = Network(shape).to(device)
        self.half = computes_in_half(device)
        self.text, self.sample, self.sets = text.to(device), sample.to(device), sets.to(device)
        matrices = [p for p in self.network.parameters() if p.dim() > 1]
        vectors = [p for p in self.network.parameters() if p.dim() <= 1]
        groups = [{"params": matrices, "weight_decay": plan.decay}, {"params": vectors, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.98), fused=True)
        self.progress = Progress()
        losses: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]] = self._losses
        self.losses = torch.compile(losses, dynamic=False) if plan.compile else losses

    def run(self, checkpoint: Path | None = None, say: Callable[[str], None] = print) -> None:
        """Train to the end of the plan; ``checkpoint`` is written every two minutes and at the end."""
        progress = self.progress
        if not progress.history:
            progress.history.append((0, 0.0, math.nan, self.watch()))
        began, saved = time.monotonic() - progress.seconds, time.monotonic()
        every = max(self.plan.steps // 10, 1) if self.plan.steps else 0
        total, count, said = torch.zeros((), device=self.device), 0, progress.seconds
        while self.share() < 1:
            total += self.step()
            count += 1
            if self.device.type == "cuda" and count % 16 == 0:
                torch.cuda.synchronize(self.device)  # or the clock would run ahead of the device
            progress.seconds = time.monotonic() - began
            due = progress.step % every == 0 if every else progress.seconds - said >= self.plan.minutes * 6
            if due or self.share() >= 1:
                loss = float(total) / count
                progress.history.append((progress.step, progress.seconds, loss, self.watch()))
                speed = count * self.plan.batch * LENGTH / max(progress.seconds - said, 1e-9)
                say(
                    f"step {progress.step}  {progress.seconds:.0f} s  loss {loss:.3f}  "
                    f"held out {progress.history[-1][3]:.3f}  {speed:,.0f} characters a second"
                )
                total.zero_()
                count, said = 0, progress.seconds
            if checkpoint and time.monotonic() - saved > SAVE_SECONDS:
                self.save(checkpoint)
                saved = time.monotonic()
        if checkpoint:
            self.save(checkpoint)

    def share(self) -> float:
        """How much of the run is done."""
        if self.plan.steps:
            return self.progress.step / self.plan.steps
        return self.progress.seconds / (self.plan.minutes * 60)

    def step(self) -> Tensor:
        """One step; its loss."""
        plan = self.plan
        share = self.share()
        rate = plan.rate * min(1.0, share / WARM + 0.01) * 0.5 * (1 + math.cos(math.pi * min(share, 1.0)))
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        ids, read = self.batch(self.text, self.progress.step)
        self.network.train()
        loss = sum(self.losses(ids, read))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), plan.clip)
        self.optimizer.step()
        self.progress.step += 1
        return loss.detach()

    def batch(self, text: Tensor, number: int) -> tuple[Tensor, Tensor]:
        """Right and faulty windows; the same for the same seed and number, so that a resumed run goes on alike."""
        random = torch.Generator(self.device).manual_seed(self.plan.seed * 1_000_003 + number)
        ids = windows(text, self.plan.batch, self.shape.padding, random)
        return ids, corrupt(ids, self.sets, self.shape.mask, random)

    @torch.no_grad()
    def watch(self) -> float:
        """The loss on a fixed sample that is never learnt."""
        self.network.eval()
        found = [sum(self._losses(*self.batch(self.sample, -1 - number))) for number in range(CHECK)]
        return float(torch.stack(found).mean())

    def _losses(self, ids: Tensor, read: Tensor) -> tuple[Tensor, Tensor]:
        shape = self.shape
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            states = self.network.encode(read)
            wrong = self.network.detect(states)
            places = chosen(ids, read, shape)
            logits = self.network.correct(states.gather(1, places[..., None].expand(-1, -1, shape.width)))
        readable = (read >= 8) & (read < shape.mask)
        each = functional.binary_cross_entropy_with_logits(wrong.float(), (read != ids).float(), reduction="none")
        detection = (each * readable).sum() / readable.sum().clamp(min=1)
        targets = ids.gather(1, places)
        targets = torch.where(targets < 8, -100, targets).masked_fill(targets >= shape.characters, -100)
        correction = functional.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=-100)
        return correction, 5.0 * detection  # wrong places are rare: without a weight the detector is hardly taught

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        stream = io.BytesIO()
        state = {
            "shape": asdict(self.shape),
            "plan": asdict(self.plan),
            "progress": asdict(self.progress),
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        torch.save(state, stream)
        write_atomic(path, stream.getvalue())

    def load(self, path: Path) -> None:
        """Go on from a checkpoint.

        Raises:
            ValueError: it is of a network of another shape, or of another seed.
        """
        state = torch.load(path, map_location=self.device, weights_only=True)
        if state["shape"] != asdict(self.shape) or state["plan"]["seed"] != self.plan.seed:
            raise ValueError(f"{path}: a checkpoint of another network: {state['shape']}, seed {state['plan']['seed']}")
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.progress = Progress(**state["progress"])


def chosen(ids: Tensor, read: Tensor, shape: Shape) -> Tensor:
    """``CHOSEN`` places of each window: wrong and hidden ones first, then others spread by their own hash."""
    own = (ids >= 8) & (ids < shape.characters)
    spread = (ids * 7919 + torch.arange(ids.shape[1], device=ids.device) * 104729) % 1000
    return (spread + 2000 * (read != ids) - 4000 * ~own).topk(min(CHOSEN, ids.shape[1]), -1).indices


def computes_in_half(device: torch.device) -> bool:
    """Whether the device multiplies numbers of 16 bits (bf16) at full speed."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported())
