"""Mistake: the output is written into x to save memory, which changes the input."""
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
    weights = np.zeros((b, num_heads, n, n), dtype=x.dtype)
    for i in range(b):
        y = x[i] @ w_qkv
        if b_qkv is not None:
            y = y + b_qkv
        for h in range(num_heads):
            q, k, v = (y[:, lo + h * d:lo + (h + 1) * d] for lo in (0, c, 2 * c))
            s = q @ k.T / np.sqrt(d)
            if causal:
                s = np.where(np.tri(n, dtype=bool), s, -np.inf)
            s = np.exp(s - s.max(axis=1, keepdims=True))
            weights[i, h] = s / s.sum(axis=1, keepdims=True)
            x[i, :, h * d:(h + 1) * d] = weights[i, h] @ v
        x[i] = x[i] @ w_proj + b_proj
    return x.copy(), weights
