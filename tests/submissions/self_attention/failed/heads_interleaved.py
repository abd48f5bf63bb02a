"""Mistake: the channels are split as (d, num_heads), so that the heads take every num_heads-th column instead of contiguous ones."""
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
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    q, k, v = (t.reshape(b, n, d, num_heads) for t in np.split(y, 3, axis=-1))
    s = np.einsum("bidh,bjdh->bhij", q, k) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    w = e / e.sum(axis=-1, keepdims=True)
    out = np.einsum("bhij,bjdh->bidh", w, v).reshape(b, n, c)
    return out @ w_proj + b_proj, w
