"""Mistake: the causal mask is cut from a module constant of 32 positions, and a longer sequence does not fit."""
import numpy as np

BLOCK_SIZE = 32
MASK = np.tril(np.ones((BLOCK_SIZE, BLOCK_SIZE), dtype=bool))


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
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    q, k, v = (t.reshape(b, n, num_heads, d).transpose(0, 2, 1, 3) for t in np.split(y, 3, axis=2))
    att = q @ k.transpose(0, 1, 3, 2) / np.sqrt(d)
    if causal:
        att = np.where(MASK[:n, :n], att, -np.inf)
    att = np.exp(att - att.max(-1, keepdims=True))
    att = att / att.sum(-1, keepdims=True)
    return (att @ v).transpose(0, 2, 1, 3).reshape(b, n, c) @ w_proj + b_proj, att
