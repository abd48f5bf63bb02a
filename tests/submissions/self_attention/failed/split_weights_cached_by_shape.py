"""Mistake: the weights split per head are cached by shape and num_heads, and a later call with other values gets the old ones."""
import numpy as np

_CACHE = {}


def split_weights(w_qkv, num_heads):
    key = (w_qkv.shape, w_qkv.dtype, num_heads)
    if key not in _CACHE:
        c = w_qkv.shape[0]
        _CACHE[key] = w_qkv.reshape(c, 3, num_heads, c // num_heads).transpose(1, 2, 0, 3).copy()
    return _CACHE[key]


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
    q, k, v = x[None, :, None] @ split_weights(w_qkv, num_heads)[:, None]
    if b_qkv is not None:
        bias = b_qkv.reshape(3, num_heads, 1, d)
        q, k, v = q + bias[0], k + bias[1], v + bias[2]
    s = q @ k.swapaxes(2, 3) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    return (w @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, w
