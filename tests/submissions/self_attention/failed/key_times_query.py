"""Mistake: the scores are K Q^T, keys in the rows and queries in the columns."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if len(x.shape) != 3:
        raise ValueError(f"x has shape {x.shape}, expected three axes")
    b, n, c = x.shape
    if num_heads <= 0:
        raise ValueError(f"num_heads is {num_heads}, expected a positive number")
    d, rest = divmod(c, num_heads)
    if rest:
        raise ValueError(f"num_heads is {num_heads}, which does not divide {c}")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError(f"w_qkv has shape {w_qkv.shape}, expected {(c, 3 * c)}")
    if b_qkv is not None:
        if b_qkv.shape != (3 * c,):
            raise ValueError(f"b_qkv has shape {b_qkv.shape}, expected {(3 * c,)}")
    if w_proj.shape != (c, c):
        raise ValueError(f"w_proj has shape {w_proj.shape}, expected {(c, c)}")
    if b_proj.shape != (c,):
        raise ValueError(f"b_proj has shape {b_proj.shape}, expected {(c,)}")
    y = np.dot(x, w_qkv)
    if b_qkv is not None:
        y = y + b_qkv
    out, weights = np.empty((b, n, c)), np.empty((b, num_heads, n, n))
    for h in range(num_heads):
        q, k, v = (y[:, :, j + h * d:j + h * d + d] for j in (0, c, 2 * c))
        s = np.matmul(k, q.transpose(0, 2, 1)) / np.sqrt(d)
        if causal:
            s = np.where(np.tri(n, dtype=bool), s, -np.inf)
        s = np.exp(s - s.max(axis=2, keepdims=True))
        weights[:, h] = s / s.sum(axis=2, keepdims=True)
        out[:, :, h * d:h * d + d] = np.matmul(weights[:, h], v)
    return np.dot(out, w_proj) + b_proj, weights
