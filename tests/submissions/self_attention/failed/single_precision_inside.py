"""Mistake: the computation runs in float32 and is converted back to the dtype of x."""
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
    f = np.float32
    y = x.astype(f) @ w_qkv.astype(f)
    if b_qkv is not None:
        y = y + b_qkv.astype(f)
    q, k, v = y.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    s = q @ k.swapaxes(2, 3) / f(np.sqrt(d))
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, f(-np.inf))
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    out = (w @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj.astype(f) + b_proj.astype(f)
    return out.astype(x.dtype), w.astype(x.dtype)
