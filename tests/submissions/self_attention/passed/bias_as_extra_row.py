"""Style: the biases as an extra row of the weights, a column of ones on the activations, flat 2-d products."""
import numpy as np


def with_ones(a):
    return np.hstack([a, np.ones((a.shape[0], 1), dtype=a.dtype)])


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be a 3-d array")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads must be a positive number")
    if c // num_heads * num_heads != c:
        raise ValueError("num_heads must divide c exactly")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv must be a (c, 3c) array")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv must be a (3c,) array")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj must be a (c, c) array")
    if b_proj.shape != (c,):
        raise ValueError("b_proj must be a (c,) array")
    b_qkv = np.zeros((3 * c,), dtype=x.dtype) if b_qkv is None else b_qkv
    flat = with_ones(x.reshape(b * n, c)) @ np.vstack([w_qkv, b_qkv])
    d = c // num_heads
    blocks = flat.reshape(b, n, 3 * num_heads, d).transpose(0, 2, 1, 3)
    q, k, v = blocks[:, :num_heads], blocks[:, num_heads : 2 * num_heads], blocks[:, 2 * num_heads :]
    w = q @ k.transpose(0, 1, 3, 2) / np.sqrt(d)
    if causal:
        i, j = np.triu_indices(n, 1)
        w[:, :, i, j] = -np.inf
    w = np.exp(w - w.max(axis=3, keepdims=True))
    w = w / w.sum(axis=3, keepdims=True)
    flat = (w @ v).transpose(0, 2, 1, 3).reshape(b * n, c)
    return (with_ones(flat) @ np.vstack([w_proj, b_proj])).reshape(b, n, c), w
