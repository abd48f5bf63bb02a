"""Mistake: the queries are scaled and then the scores are scaled once more."""
import numpy as np


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
    qkv = x @ w_qkv if b_qkv is None else x @ w_qkv + b_qkv
    q, k, v = qkv.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    q = q * d**-0.5
    attn = (q @ k.swapaxes(-2, -1)) / np.sqrt(d)
    if causal:
        attn[..., np.triu(np.ones((n, n), bool), 1)] = -np.inf
    attn = np.exp(attn - attn.max(-1, keepdims=True))
    attn /= attn.sum(-1, keepdims=True)
    return (attn @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, attn
