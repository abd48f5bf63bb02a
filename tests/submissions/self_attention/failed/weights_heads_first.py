"""Mistake: the weights are stacked head first and returned as (num_heads, b, n, n)."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x: not 3-d")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads: below 1")
    for bad, message in (
        (c % num_heads != 0, "num_heads: does not divide c"),
        (w_qkv.shape != (c, 3 * c), "w_qkv: not (c, 3c)"),
        (b_qkv is not None and b_qkv.shape != (3 * c,), "b_qkv: not (3c,)"),
        (w_proj.shape != (c, c), "w_proj: not (c, c)"),
        (b_proj.shape != (c,), "b_proj: not (c,)"),
    ):
        if bad:
            raise ValueError(message)
    d = c // num_heads
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    outs, maps = [], []
    for h in range(num_heads):
        q, k, v = (y[..., lo + h * d:lo + (h + 1) * d] for lo in (0, c, 2 * c))
        s = q @ k.swapaxes(-1, -2) / np.sqrt(d)
        if causal:
            s = np.where(np.tri(n, dtype=bool), s, -np.inf)
        e = np.exp(s - s.max(axis=-1, keepdims=True))
        maps.append(e / e.sum(axis=-1, keepdims=True))
        outs.append(maps[-1] @ v)
    return np.concatenate(outs, axis=-1) @ w_proj + b_proj, np.array(maps)
