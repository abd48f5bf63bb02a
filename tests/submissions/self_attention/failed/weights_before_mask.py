"""Mistake: the weights returned are those of the unmasked softmax, while out is made from the masked ones."""
import numpy as np


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


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
    y = x @ w_qkv + (0 if b_qkv is None else b_qkv)
    q, k, v = (t.reshape(b, n, num_heads, d).swapaxes(1, 2) for t in np.split(y, 3, axis=-1))
    scores = q @ k.swapaxes(2, 3) / np.sqrt(d)
    weights = softmax(scores)
    seen = np.tri(n, dtype=bool) if causal else np.ones((n, n), dtype=bool)
    out = softmax(np.where(seen, scores, -np.inf)) @ v
    return out.swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, weights
