"""Mistake: the scores are divided by the head dimension itself, not by its square root."""
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
    qkv = np.einsum("bnc,ck->bnk", x, w_qkv)
    if b_qkv is not None:
        qkv = qkv + b_qkv
    qkv = qkv.reshape(b, n, 3, num_heads, d)
    scores = np.einsum("bihd,bjhd->bhij", qkv[:, :, 0], qkv[:, :, 1]) / d
    if causal:
        scores = scores + np.triu(np.full((n, n), -np.inf), 1)
    scores = np.exp(scores - scores.max(-1, keepdims=True))
    weights = scores / scores.sum(-1, keepdims=True)
    mixed = np.einsum("bhij,bjhd->bihd", weights, qkv[:, :, 2]).reshape(b, n, c)
    return np.einsum("bnc,ck->bnk", mixed, w_proj) + b_proj, weights
