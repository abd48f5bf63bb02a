"""Style: np.split of the last axis into 3 * num_heads views, zipped into heads."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("the rank of x is not 3")
    n, c = x.shape[1:]
    if num_heads < 1:
        raise ValueError("too few heads: num_heads < 1")
    if c % num_heads:
        raise ValueError("num_heads does not divide the width")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("wrong w_qkv")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("wrong b_qkv")
    if w_proj.shape != (c, c):
        raise ValueError("wrong w_proj")
    if b_proj.shape != (c,):
        raise ValueError("wrong b_proj")
    y = x @ w_qkv
    y = y if b_qkv is None else y + b_qkv
    views = np.split(y, 3 * num_heads, axis=2)
    trios = zip(views[:num_heads], views[num_heads : 2 * num_heads], views[2 * num_heads :])
    scale = (c / num_heads) ** -0.5
    past = np.tri(n, dtype=bool)
    joined = np.zeros_like(y[..., :c])
    weights = []
    for target, (q, k, v) in zip(np.split(joined, num_heads, axis=2), trios):
        s = scale * (q @ k.transpose(0, 2, 1))
        if causal:
            s = np.where(past, s, -np.inf)
        p = np.exp(s - s.max(axis=2, keepdims=True))
        p /= p.sum(axis=2, keepdims=True)
        target[...] = p @ v
        weights.append(p)
    return joined @ w_proj + b_proj, np.swapaxes(np.array(weights), 0, 1).copy()
