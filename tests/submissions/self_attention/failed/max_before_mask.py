"""Mistake: the maximum is taken of the unmasked scores, and a huge future score makes the allowed ones underflow to 0/0."""
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
    parts = y.reshape(b, n, 3, num_heads, d)
    q, k, v = (parts[:, :, i].transpose(0, 2, 1, 3) for i in range(3))
    s = np.matmul(q, k.transpose(0, 1, 3, 2)) / np.sqrt(d)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    if causal:
        e = e * np.tri(n)
    w = e / e.sum(axis=-1, keepdims=True)
    return np.matmul(w, v).transpose(0, 2, 1, 3).reshape(b, n, c) @ w_proj + b_proj, w
