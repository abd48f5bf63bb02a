"""Mistake: the causal mask hides the token itself as well, and the first token's weights are all 0."""
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
    y = x @ w_qkv if b_qkv is None else x @ w_qkv + b_qkv
    weights = np.zeros((b, num_heads, n, n))
    mixed = np.zeros((b, n, num_heads, d))
    y = y.reshape(b, n, 3, num_heads, d)
    for i in range(n):
        stop = i if causal else n
        if stop == 0:
            continue
        s = np.einsum("bhd,bjhd->bhj", y[:, i, 0], y[:, :stop, 1]) / np.sqrt(d)
        s = np.exp(s - s.max(axis=-1, keepdims=True))
        weights[:, :, i, :stop] = s / s.sum(axis=-1, keepdims=True)
        mixed[:, i] = np.einsum("bhj,bjhd->bhd", weights[:, :, i, :stop], y[:, :stop, 2])
    return mixed.reshape(b, n, c) @ w_proj + b_proj, weights
