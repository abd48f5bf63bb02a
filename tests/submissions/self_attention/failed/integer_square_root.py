"""Mistake: the scale uses math.isqrt, the square root of the head dimension rounded down."""
import math

import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x: not 3-d")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads: below 1")
    for bad, message in (
        (c % num_heads != 0, "num_heads: does not divide c"),
        (w_qkv.shape != (c, 3 * c), "w_qkv: not (c, 3c)"),
        (b_qkv is not None and b_qkv.shape != (3 * c,), "b_qkv: not (3c,)"),
        (w_proj.shape != (c, c), "w_proj: not (c, c)"),
        (b_proj.shape != (c,), "b_proj: not (c,)"),
    ):
        if bad:
            raise ValueError(message)
    d = c // num_heads
    y = np.matmul(x, w_qkv)
    if b_qkv is not None:
        y = y + b_qkv
    q, k, v = np.moveaxis(y.reshape(b, n, 3, num_heads, d), (2, 3), (0, 2))
    s = np.matmul(q, k.swapaxes(-1, -2)) / math.isqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    e = np.exp(s - np.amax(s, axis=-1, keepdims=True))
    w = e / np.sum(e, axis=-1, keepdims=True)
    o = np.matmul(w, v).swapaxes(1, 2).reshape(b, n, c)
    return np.matmul(o, w_proj) + b_proj, w
