"""Mistake: the causal mask is np.tril with k=1, which lets every token see the next one."""
import numpy as np


def causal_mask(n):
    return np.tril(np.ones((n, n), dtype=bool), k=1)


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
    y = np.matmul(x, w_qkv) + (0 if b_qkv is None else b_qkv)
    q, k, v = y.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    scores = np.matmul(q, k.swapaxes(2, 3)) * (1 / np.sqrt(d))
    if causal:
        scores[..., ~causal_mask(n)] = -np.inf
    scores -= scores.max(axis=-1, keepdims=True)
    probs = np.exp(scores)
    probs /= probs.sum(axis=-1, keepdims=True)
    return np.matmul(probs, v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, probs
