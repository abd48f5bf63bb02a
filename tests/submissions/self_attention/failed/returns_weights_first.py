"""Mistake: the results come in the order (weights, out)."""
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
    q, k, v = y.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    s = q @ k.transpose(0, 1, 3, 2) / np.sqrt(d)
    if causal:
        s += np.triu(np.full((n, n), -np.inf), 1)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    return w, (w @ v).transpose(0, 2, 1, 3).reshape(b, n, c) @ w_proj + b_proj
