"""Mistake: keys and values are exchanged; the second third of the columns is taken for the values."""
import math

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
    out = np.zeros((b, n, c))
    weights = np.zeros((b, num_heads, n, n))
    bias = np.zeros(3 * c) if b_qkv is None else b_qkv
    for i in range(b):
        y = x[i] @ w_qkv + bias
        query, value, key = y[:, :c], y[:, c:2 * c], y[:, 2 * c:]
        for h in range(num_heads):
            cols = slice(h * d, (h + 1) * d)
            for t in range(n):
                stop = t + 1 if causal else n
                s = key[:stop, cols] @ query[t, cols] / math.sqrt(d)
                e = np.exp(s - s.max())
                weights[i, h, t, :stop] = e / e.sum()
                out[i, t, cols] = weights[i, h, t, :stop] @ value[:stop, cols]
    return out @ w_proj + b_proj, weights
