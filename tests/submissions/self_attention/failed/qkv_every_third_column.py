"""Mistake: query, key and value are taken as every third column of the projection."""
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
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    q, k, v = y[..., 0::3], y[..., 1::3], y[..., 2::3]
    q, k, v = (t.reshape(b, n, num_heads, d).swapaxes(1, 2) for t in (q, k, v))
    s = q @ k.swapaxes(2, 3) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(-1, keepdims=True))
    w = s / s.sum(-1, keepdims=True)
    return (w @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, w
