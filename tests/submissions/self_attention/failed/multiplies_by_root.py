"""Mistake: the scores are multiplied by sqrt(head_dim) instead of divided by it."""
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
    scale = d ** 0.5
    y = x @ w_qkv + (0 if b_qkv is None else b_qkv)
    q, k, v = (part.reshape(b, n, num_heads, d) for part in np.split(y, 3, axis=2))
    s = scale * np.einsum("bqhd,bkhd->bhqk", q, k)
    if causal:
        s = np.where(np.arange(n)[:, None] >= np.arange(n), s, -np.inf)
    p = np.exp(s - s.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    o = np.einsum("bhqk,bkhd->bqhd", p, v)
    return o.reshape(b, n, c) @ w_proj + b_proj, p
