"""Mistake: the scores are divided by sqrt(c), the width of the model, instead of by sqrt(c / num_heads)."""
from math import sqrt

import numpy as np


class Attention:
    def __init__(self, w_qkv, b_qkv, w_proj, b_proj, num_heads):
        self.w_qkv, self.b_qkv, self.w_proj, self.b_proj = w_qkv, b_qkv, w_proj, b_proj
        self.num_heads = num_heads
        self.width = w_proj.shape[0]
        self.scale = 1 / sqrt(self.width)

    def heads(self, t):
        return t.reshape(t.shape[0], t.shape[1], self.num_heads, self.width // self.num_heads).swapaxes(1, 2)

    def forward(self, x, causal):
        y = x @ self.w_qkv
        if self.b_qkv is not None:
            y = y + self.b_qkv
        q, k, v = map(self.heads, np.split(y, 3, axis=-1))
        s = self.scale * (q @ k.swapaxes(-1, -2))
        if causal:
            s = np.where(np.tri(s.shape[-1], dtype=bool), s, -np.inf)
        e = np.exp(s - s.max(-1, keepdims=True))
        w = e / e.sum(-1, keepdims=True)
        return (w @ v).swapaxes(1, 2).reshape(x.shape) @ self.w_proj + self.b_proj, w


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if len(x.shape) != 3:
        raise ValueError(f"x has shape {x.shape}, expected three axes")
    b, n, c = x.shape
    if num_heads <= 0:
        raise ValueError(f"num_heads is {num_heads}, expected a positive number")
    d, rest = divmod(c, num_heads)
    if rest:
        raise ValueError(f"num_heads is {num_heads}, which does not divide {c}")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError(f"w_qkv has shape {w_qkv.shape}, expected {(c, 3 * c)}")
    if b_qkv is not None:
        if b_qkv.shape != (3 * c,):
            raise ValueError(f"b_qkv has shape {b_qkv.shape}, expected {(3 * c,)}")
    if w_proj.shape != (c, c):
        raise ValueError(f"w_proj has shape {w_proj.shape}, expected {(c, c)}")
    if b_proj.shape != (c,):
        raise ValueError(f"b_proj has shape {b_proj.shape}, expected {(c,)}")
    return Attention(w_qkv, b_qkv, w_proj, b_proj, num_heads).forward(x, causal)
