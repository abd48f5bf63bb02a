"""Mistake: one maximum of the whole array is subtracted, and a row far below it underflows to 0/0."""
import numpy as np


def softmax(scores):
    if scores.size == 0:
        return scores
    e = np.exp(scores - np.max(scores))
    return e / np.sum(e, axis=-1, keepdims=True)


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x: not 3-d")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads: below 1")
    for bad, message in (
        (c % num_heads != 0, "num_heads: does not divide c"),
        (w_qkv.shape != (c, 3 * c), "w_qkv: not (c, 3c)"),
        (b_qkv is not None and b_qkv.shape != (3 * c,), "b_qkv: not (3c,)"),
        (w_proj.shape != (c, c), "w_proj: not (c, c)"),
        (b_proj.shape != (c,), "b_proj: not (c,)"),
    ):
        if bad:
            raise ValueError(message)
    d = c // num_heads
    qkv = x @ w_qkv + (0 if b_qkv is None else b_qkv)
    qkv = qkv.reshape(b, n, 3, num_heads, d)
    q, k, v = qkv[:, :, 0], qkv[:, :, 1], qkv[:, :, 2]
    scores = np.einsum("bihd,bjhd->bhij", q, k) / np.sqrt(d)
    if causal:
        scores = np.where(np.tri(n, dtype=bool), scores, -np.inf)
    weights = softmax(scores)
    mixed = np.einsum("bhij,bjhd->bihd", weights, v).reshape(b, n, c)
    return mixed @ w_proj + b_proj, weights
