"""Mistake: w_qkv may have more than 3c columns (with b_qkv None); the extra ones are cut off silently."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be 3-d")
    b, n, c = x.shape
    if num_heads < 1 or c % num_heads:
        raise ValueError("num_heads must divide c")
    if w_qkv.ndim != 2 or w_qkv.shape[0] != c or w_qkv.shape[1] < 3 * c:
        raise ValueError("w_qkv must have c rows and 3c columns")
    if b_qkv is not None and b_qkv.shape != (w_qkv.shape[1],):
        raise ValueError("b_qkv must have one number for each column of w_qkv")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv must have 3c numbers")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj must be (c, c)")
    if b_proj.shape != (c,):
        raise ValueError("b_proj must be (c,)")
    d = c // num_heads
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    q, k, v = (y[..., i * c:(i + 1) * c].reshape(b, n, num_heads, d).swapaxes(1, 2) for i in range(3))
    s = q @ k.swapaxes(2, 3) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    return (w @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, w
