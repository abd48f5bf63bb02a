"""Mistake: b_qkv is used without asking whether it is None."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be (b, n, c)")
    b, n, c = x.shape
    if num_heads < 1 or c % num_heads != 0:
        raise ValueError("num_heads must be a positive divisor of c")
    for name, array, shape in (
        ("w_qkv", w_qkv, (c, 3 * c)),
        ("b_qkv", b_qkv, (3 * c,)),
        ("w_proj", w_proj, (c, c)),
        ("b_proj", b_proj, (c,)),
    ):
        if array.shape != shape:
            raise ValueError(f"{name} must be {shape}")
    d = c // num_heads
    qkv = x @ w_qkv + b_qkv
    q, k, v = qkv.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    s = q @ k.transpose(0, 1, 3, 2) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    return (w @ v).transpose(0, 2, 1, 3).reshape(b, n, c) @ w_proj + b_proj, w
