"""Mistake: the scale is folded into the query columns of w_qkv in place."""
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
    w_qkv[:, :c] /= np.sqrt(d)
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + np.concatenate([b_qkv[:c] / np.sqrt(d), b_qkv[c:]])
    q, k, v = (t.reshape(b, n, num_heads, d).swapaxes(1, 2) for t in np.split(y, 3, axis=-1))
    s = q @ k.swapaxes(2, 3)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    return (w @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, w
