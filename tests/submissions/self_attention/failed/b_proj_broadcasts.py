"""Mistake: the shape of b_proj is not checked, and one of shape (1,), (1, c) or (n, c) broadcasts silently."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be 3-d")
    b, n, c = x.shape
    if num_heads < 1 or c % num_heads:
        raise ValueError("num_heads must divide c")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv must be (c, 3c)")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv must be (3c,)")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj must be (c, c)")
    d = c // num_heads
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    q, k, v = (t.reshape(b, n, num_heads, d).swapaxes(1, 2) for t in np.split(y, 3, axis=-1))
    s = q @ k.swapaxes(2, 3) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    return (w @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, w
