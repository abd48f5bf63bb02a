"""Mistake: num_heads = 0 is not checked and ends in ZeroDivisionError."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be 3-d")
    b, n, c = x.shape
    if c % num_heads != 0 or num_heads < 0:
        raise ValueError("num_heads must divide c")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv must be (c, 3c)")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv must be (3c,)")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj must be (c, c)")
    if b_proj.shape != (c,):
        raise ValueError("b_proj must be (c,)")
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
