"""Mistake: a num_heads that does not divide c is not refused; the heads take c // num_heads channels each and the rest are left at 0."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be 3-d")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads must be >= 1")
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
    mixed = np.zeros((b, n, c))
    weights = np.zeros((b, num_heads, n, n))
    for h in range(num_heads):
        q, k, v = (y[..., lo + h * d:lo + (h + 1) * d] for lo in (0, c, 2 * c))
        s = q @ k.swapaxes(1, 2) / np.sqrt(max(d, 1))
        if causal:
            s = np.where(np.tri(n, dtype=bool), s, -np.inf)
        s = np.exp(s - s.max(axis=-1, keepdims=True))
        weights[:, h] = s / s.sum(axis=-1, keepdims=True)
        mixed[..., h * d:(h + 1) * d] = weights[:, h] @ v
    return mixed @ w_proj + b_proj, weights
