"""Mistake: the heads are stacked in front of the batch and the weights reshaped as if the batch came first."""
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
    Q, K, V = np.split(y, 3, axis=-1)
    Q_ = np.concatenate(np.split(Q, num_heads, axis=2), axis=0)  # (h * b, n, d)
    K_ = np.concatenate(np.split(K, num_heads, axis=2), axis=0)
    V_ = np.concatenate(np.split(V, num_heads, axis=2), axis=0)
    s = Q_ @ K_.transpose(0, 2, 1) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    out = np.concatenate(np.split(w @ V_, num_heads, axis=0), axis=2)
    return out @ w_proj + b_proj, w.reshape(b, num_heads, n, n)
