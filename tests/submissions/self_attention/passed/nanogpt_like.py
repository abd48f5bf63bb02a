"""Style: nanoGPT's forward: one product, split in three, view as heads, transpose, merge back."""
import math

import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be (B, T, C)")
    B, T, C = x.shape
    if num_heads < 1:
        raise ValueError("num_heads must be >= 1")
    if C % num_heads:
        raise ValueError("the embedding of x must be divisible by num_heads")
    if w_qkv.shape != (C, 3 * C):
        raise ValueError("w_qkv must be (C, 3C)")
    if b_qkv is not None and b_qkv.shape != (3 * C,):
        raise ValueError("b_qkv must be (3C,) or None")
    if w_proj.shape != (C, C):
        raise ValueError("w_proj must be (C, C)")
    if b_proj.shape != (C,):
        raise ValueError("b_proj must be (C,)")

    qkv = x @ w_qkv
    if b_qkv is not None:
        qkv = qkv + b_qkv
    q, k, v = np.split(qkv, 3, axis=2)
    hs = C // num_heads
    q = q.reshape(B, T, num_heads, hs).transpose(0, 2, 1, 3)  # (B, nh, T, hs)
    k = k.reshape(B, T, num_heads, hs).transpose(0, 2, 1, 3)
    v = v.reshape(B, T, num_heads, hs).transpose(0, 2, 1, 3)

    att = (q @ k.transpose(0, 1, 3, 2)) * (1.0 / math.sqrt(hs))
    if causal:
        bias = np.tril(np.ones((T, T))).reshape(1, 1, T, T)
        att = np.where(bias == 0, -np.inf, att)
    att = np.exp(att - att.max(axis=-1, keepdims=True))
    att = att / att.sum(axis=-1, keepdims=True)
    y = att @ v
    y = y.transpose(0, 2, 1, 3).reshape(B, T, C)
    return y @ w_proj + b_proj, att
