"""Mistake: the softmax normalises over queries and keys together, so that a whole map sums to 1."""
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
    out = np.empty((b, n, c))
    weights = np.empty((b, num_heads, n, n))
    for i in range(b):
        qkv = x[i] @ w_qkv
        if b_qkv is not None:
            qkv = qkv + b_qkv
        for h in range(num_heads):
            q, k, v = (qkv[:, j * c + h * d:j * c + (h + 1) * d] for j in range(3))
            s = q @ k.T / np.sqrt(d)
            if causal:
                s[np.triu_indices(n, 1)] = -np.inf
            s = np.exp(s - s.max())
            weights[i, h] = s / s.sum()
            out[i, :, h * d:(h + 1) * d] = weights[i, h] @ v
    return out @ w_proj + b_proj, weights
