"""Style: a frozen dataclass for the configuration which checks itself, type hints, tuple results."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

Array = np.ndarray


@dataclass(frozen=True)
class Config:
    batch: int
    length: int
    width: int
    num_heads: int
    causal: bool = False

    def __post_init__(self) -> None:
        if self.num_heads < 1:
            raise ValueError(f"{self.num_heads=!r}: num_heads must be >= 1")
        if self.width % self.num_heads:
            raise ValueError(f"num_heads must divide {self.width}")

    @property
    def head_dim(self) -> int:
        return self.width // self.num_heads

    @property
    def scale(self) -> float:
        return float(self.head_dim) ** -0.5

    def expect(self, **arrays: tuple[Optional[Array], tuple[int, ...]]) -> None:
        for name, (array, shape) in arrays.items():
            if array is not None and array.shape != shape:
                raise ValueError(f"{name}: shape {array.shape} where {shape} fits")

    @property
    def visible(self) -> Array:
        positions: Array = np.arange(self.length)
        if self.causal:
            return np.less_equal.outer(positions, positions).T
        return np.ones((self.length, self.length), dtype=bool)


def self_attention(
    x: Array,
    w_qkv: Array,
    b_qkv: Optional[Array],
    w_proj: Array,
    b_proj: Array,
    num_heads: int,
    causal: bool = False,
) -> tuple[Array, Array]:
    if len(x.shape) != 3:
        raise ValueError(f"x: shape {x.shape} is not 3-d")
    cfg = Config(*x.shape, num_heads=num_heads, causal=causal)
    c = cfg.width
    cfg.expect(w_qkv=(w_qkv, (c, 3 * c)), b_qkv=(b_qkv, (3 * c,)), w_proj=(w_proj, (c, c)), b_proj=(b_proj, (c,)))
    flat: Array = x @ w_qkv + (0 if b_qkv is None else b_qkv)
    parts: Array = flat.reshape(cfg.batch, cfg.length, 3, cfg.num_heads, cfg.head_dim)
    q, k, v = (np.moveaxis(parts[:, :, i], 2, 1) for i in range(3))
    scores: Array = np.where(cfg.visible, q @ np.moveaxis(k, -1, -2) * cfg.scale, -np.inf)
    scores -= scores.max(axis=-1, keepdims=True)
    weights: Array = np.exp(scores)
    weights /= weights.sum(axis=-1, keepdims=True)
    context: Array = np.moveaxis(weights @ v, 1, 2).reshape(x.shape)
    return context @ w_proj + b_proj, weights
