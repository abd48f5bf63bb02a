"""Mistake: the heads are merged as (b, n, d, num_heads), so that their channels alternate in the projection's input."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must have shape (b, n, c)")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads must be at least 1")
    if c % num_heads != 0:
        raise ValueError("c must be divisible by num_heads")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv must have shape (c, 3c)")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv must have shape (3c,)")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj must have shape (c, c)")
    if b_proj.shape != (c,):
        raise ValueError("b_proj must have shape (c,)")
    d = c // num_heads
    y = x @ w_qkv + (0 if b_qkv is None else b_qkv)
    outs, maps = [], []
    for h in range(num_heads):
        q, k, v = (y[..., p * c + h * d:p * c + h * d + d] for p in range(3))
        s = q @ k.transpose(0, 2, 1) / np.sqrt(d)
        if causal:
            s = np.where(np.tri(n, dtype=bool), s, -np.inf)
        s = np.exp(s - s.max(axis=-1, keepdims=True))
        maps.append(s / s.sum(axis=-1, keepdims=True))
        outs.append(maps[-1] @ v)
    joined = np.stack(outs, axis=-1).reshape(b, n, c)
    return joined @ w_proj + b_proj, np.stack(maps, axis=1)
