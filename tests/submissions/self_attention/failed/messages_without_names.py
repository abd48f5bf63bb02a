"""Mistake: every bad argument raises ValueError("invalid input"), which names none."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    c = x.shape[-1]
    good = (
        x.ndim == 3
        and num_heads >= 1
        and c % num_heads == 0
        and w_qkv.shape == (c, 3 * c)
        and (b_qkv is None or b_qkv.shape == (3 * c,))
        and w_proj.shape == (c, c)
        and b_proj.shape == (c,)
    )
    if not good:
        raise ValueError("invalid input")
    b, n, _ = x.shape
    d = c // num_heads
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    q, k, v = y.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    s = q @ k.swapaxes(2, 3) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    return (w @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, w
