"""Mistake: the scale is 1/sqrt(num_heads), the number of heads taken for the size of one."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be 3-d")
    b, n, c = x.shape
    if num_heads < 1 or c % num_heads:
        raise ValueError("num_heads must be a positive divisor of c")
    d = c // num_heads
    shapes = {"w_qkv": (c, 3 * c), "b_qkv": (3 * c,), "w_proj": (c, c), "b_proj": (c,)}
    for name, array in (("w_qkv", w_qkv), ("b_qkv", b_qkv), ("w_proj", w_proj), ("b_proj", b_proj)):
        if name == "b_qkv" and array is None:
            continue
        if array.shape != shapes[name]:
            raise ValueError("%s must have shape %s" % (name, shapes[name]))
    views = np.split(x @ w_qkv + (0.0 if b_qkv is None else b_qkv), 3 * num_heads, axis=2)
    outs, maps = [], []
    for q, k, v in zip(views[:num_heads], views[num_heads:2 * num_heads], views[2 * num_heads:]):
        s = q @ k.transpose(0, 2, 1) / np.sqrt(num_heads)
        if causal:
            s[:, ~np.tri(n, dtype=bool)] = -np.inf
        s = np.exp(s - s.max(axis=2, keepdims=True))
        s = s / s.sum(axis=2, keepdims=True)
        maps.append(s)
        outs.append(s @ v)
    return np.concatenate(outs, axis=2) @ w_proj + b_proj, np.stack(maps, axis=1)
