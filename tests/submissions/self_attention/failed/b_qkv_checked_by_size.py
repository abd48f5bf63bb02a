"""Mistake: only the size of b_qkv is checked, so that shapes such as (3, c) or (1, 3c) are flattened silently."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be 3-d")
    b, n, c = x.shape
    if num_heads < 1 or c % num_heads:
        raise ValueError("num_heads must divide c")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv must be (c, 3c)")
    if b_qkv is not None and b_qkv.size != 3 * c:
        raise ValueError("b_qkv must be (3c,)")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj must be (c, c)")
    if b_proj.shape != (c,):
        raise ValueError("b_proj must be (c,)")
    d = c // num_heads
    qkv = np.einsum("bnc,cphd->pbhnd", x, w_qkv.reshape(c, 3, num_heads, d))
    if b_qkv is not None:
        qkv = qkv + b_qkv.reshape(3, 1, num_heads, 1, d)
    s = qkv[0] @ qkv[1].swapaxes(2, 3) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    return (w @ qkv[2]).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, w
