"""Mistake: w_qkv is read with np.frombuffer, which refuses strided and reversed views."""
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
    w = np.frombuffer(w_qkv, dtype=w_qkv.dtype).reshape(c, 3, num_heads, d)
    qkv = np.einsum("bnc,cthd->tbhnd", x, w)
    if b_qkv is not None:
        qkv = qkv + b_qkv.reshape(3, 1, num_heads, 1, d)
    q, k, v = qkv
    s = q @ k.swapaxes(2, 3) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    a = s / s.sum(axis=-1, keepdims=True)
    return (a @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, a
