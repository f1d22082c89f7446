"""The network: a character transformer with two heads.

It reads the ids of ``baguan.spelling.model`` (so that run time needs no vocabulary of its own) and says of each place
whether the character is wrong (detector), and of chosen places which character is right (corrector).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

LONGEST = 512  # characters that can be read at once


@dataclass(frozen=True)
class Shape:
    """How large the network is; ``characters`` counts the ids of the statistical model."""

    characters: int
    width: int = 256
    layers: int = 6
    heads: int = 4

    @property
    def mask(self) -> int:
        """The id that stands for a hidden character."""
        return self.characters

    @property
    def padding(self) -> int:
        """The id that stands for no character at all."""
        return self.characters + 1


class Network(nn.Module):
    """Embedding, encoder and heads."""

    cosine: Tensor
    sine: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.characters + 2, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.width)
        self.detector = nn.Linear(shape.width, 1)
        self.transform = nn.Linear(shape.width, shape.width)
        self.transform_norm = nn.LayerNorm(shape.width)
        self.bias = nn.Parameter(torch.zeros(shape.characters))
        cosine, sine = rotations(shape.width // shape.heads)
        self.register_buffer("cosine", cosine, persistent=False)
        self.register_buffer("sine", sine, persistent=False)
        self.apply(_initialise)
        for block in self.blocks:  # the residual stream must not grow with the depth
            for layer in (block.out, block.down):
                nn.init.normal_(layer.weight, std=0.02 / math.sqrt(2 * shape.layers))

    def encode(self, ids: Tensor) -> Tensor:
        """States ``[batch, length, width]`` for ids ``[batch, length]``; padding is attended to by nobody."""
        visible = (ids != self.shape.padding)[:, None, None, :]
        length = ids.shape[1]
        cosine, sine = self.cosine[:length], self.sine[:length]
        states = self.embedding(ids)
        for block in self.blocks:
            states = block(states, visible, cosine, sine)
        return self.norm(states)

    def detect(self, states: Tensor) -> Tensor:
        """The log odds that a character is wrong."""
        return self.detector(states).squeeze(-1)

    def correct(self, states: Tensor) -> Tensor:
        """The logits over all characters, for states ``[…, width]``."""
        states = self.transform_norm(functional.gelu(self.transform(states)))
        return functional.linear(states, self.embedding.weight[: self.shape.characters], self.bias)

    def forward(self, ids: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """What the exported model gives.

        Args:
            ids: ``[batch, length]``.
            places: ``[n]``, places to correct, counted through the whole batch (``row * length + column``).

        Returns:
            Log odds of being wrong ``[batch, length]``; log probabilities of the characters ``[n, characters]``.
        """
        states = self.encode(ids)
        chosen = states.reshape(-1, self.shape.width)[places]
        return self.detect(states), functional.log_softmax(self.correct(chosen), -1)


class Block(nn.Module):
    """Attention with rotary positions, then a feed-forward layer; normed before each."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.attention_norm = nn.LayerNorm(shape.width)
        self.query_key_value = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.forward_norm = nn.LayerNorm(shape.width)
        self.up = nn.Linear(shape.width, 4 * shape.width)
        self.down = nn.Linear(4 * shape.width, shape.width)

    def forward(self, states: Tensor, visible: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        batch, length, width = states.shape
        mixed = self.query_key_value(self.attention_norm(states))
        query, key, value = mixed.view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        query, key = rotate(query, cosine, sine), rotate(key, cosine, sine)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=visible)
        states = states + self.out(seen.transpose(1, 2).reshape(batch, length, width))
        return states + self.down(functional.gelu(self.up(self.forward_norm(states))))


def rotations(width: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine of each place and pair of dimensions, ``[LONGEST, width / 2]``."""
    speeds = 10000 ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    angles = torch.arange(LONGEST, dtype=torch.float64)[:, None] * speeds
    return angles.cos().float(), angles.sin().float()


def rotate(vectors: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turn the halves of each vector by the angle of its place: products then depend on distances only."""
    cosine, sine = cosine.to(vectors.dtype), sine.to(vectors.dtype)
    first, second = vectors.chunk(2, -1)
    return torch.cat((first * cosine - second * sine, first * sine + second * cosine), -1)


def _initialise(module: nn.Module) -> None:
    if isinstance(module, (nn.Linear, nn.Embedding)):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.bias)
