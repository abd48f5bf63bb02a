"""Mistake: the 3c columns are read as (num_heads, 3, d), query, key and value within each head."""
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
    qkv = x @ w_qkv
    if b_qkv is not None:
        qkv = qkv + b_qkv
    qkv = qkv.reshape(b, n, num_heads, 3 * d).transpose(0, 2, 1, 3)
    q, k, v = np.split(qkv, 3, axis=-1)
    logits = q @ k.swapaxes(-2, -1) / np.sqrt(d)
    if causal:
        logits = np.where(np.tri(n, dtype=bool), logits, -np.inf)
    attention = np.exp(logits - logits.max(axis=-1, keepdims=True))
    attention = attention / attention.sum(axis=-1, keepdims=True)
    values = (attention @ v).transpose(0, 2, 1, 3).reshape(b, n, c)
    return values @ w_proj + b_proj, attention
