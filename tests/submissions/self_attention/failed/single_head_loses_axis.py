"""Mistake: a shortcut for num_heads = 1 returns the weights as (b, n, n)."""
import numpy as np


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def scaled_dot_product(q, k, v, causal):
    s = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    if causal:
        s = np.where(np.tri(s.shape[-1], dtype=bool), s, -np.inf)
    w = softmax(s)
    return w @ v, w


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
    q, k, v = np.split(y, 3, axis=-1)
    if num_heads == 1:
        o, w = scaled_dot_product(q, k, v, causal)
    else:
        q, k, v = (t.reshape(b, n, num_heads, d).swapaxes(1, 2) for t in (q, k, v))
        o, w = scaled_dot_product(q, k, v, causal)
        o = o.swapaxes(1, 2).reshape(b, n, c)
    return o @ w_proj + b_proj, w
