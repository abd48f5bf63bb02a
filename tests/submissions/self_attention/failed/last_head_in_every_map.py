"""Mistake: one scratch array is appended for every head, so that all returned maps are the last head's."""
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
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    s = np.empty((b, n, n))
    outs, maps = [], []
    for h in range(num_heads):
        q, k, v = (y[..., lo + h * d:lo + (h + 1) * d] for lo in (0, c, 2 * c))
        s[...] = q @ k.swapaxes(-1, -2) / np.sqrt(d)
        if causal:
            s[:, ~np.tri(n, dtype=bool)] = -np.inf
        s -= s.max(axis=-1, keepdims=True)
        np.exp(s, out=s)
        s /= s.sum(axis=-1, keepdims=True)
        outs.append(s @ v)
        maps.append(s)
    return np.concatenate(outs, axis=-1) @ w_proj + b_proj, np.stack(maps, axis=1)
