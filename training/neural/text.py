"""The text to learn on: the corpus as one stretch of ids, cut into windows at random."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training import alphabet, corpus

LENGTH = 128  # of a window
ALONE = 0.25  # share of windows of which only a part is kept: at run time a sentence often stands alone
LEAST = 8  # characters of such a part


@dataclass(frozen=True)
class Text:
    """Ids to learn on, and the paragraphs held out of them."""

    ids: Tensor
    held: list[str]


def read(data: Path) -> Text:
    """Read the corpus as the statistical model does: without what the development sets share, some held out."""
    table = alphabet.lookup(alphabet.read_characters(data / "lists"))
    stretches, held = [], []
    for part in corpus.parts(data, table):
        print(f"{part.kind}: {len(part.ids)} characters, {len(part.held)} paragraphs held out", flush=True)
        stretches.append(part.ids.astype(np.int16))  # 8,113 ids fit, and torch can index with it after a cast
        held += part.held
    return Text(torch.from_numpy(np.concatenate(stretches)), held)


def windows(ids: Tensor, count: int, padding: int, random: torch.Generator) -> Tensor:
    """``count`` windows of ``LENGTH`` from anywhere, part of them cut to a shorter stretch."""
    device = ids.device
    starts = torch.randint(0, len(ids) - LENGTH, (count, 1), generator=random, device=device)
    places = torch.arange(LENGTH, device=device)
    found = ids[starts + places].long()
    size = torch.randint(LEAST, LENGTH, (count, 1), generator=random, device=device)
    cut = torch.rand((count, 1), generator=random, device=device) < ALONE
    return torch.where(cut & (places >= size), padding, found)
