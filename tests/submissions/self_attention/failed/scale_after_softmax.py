"""Mistake: the softmax is taken of the unscaled scores and the weights are divided by sqrt(head_dim) afterwards."""
import numpy as np


def softmax(s):
    e = np.exp(s - np.max(s, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must have shape (b, n, c)")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads must be at least 1")
    if c % num_heads != 0:
        raise ValueError("c must be divisible by num_heads")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv must have shape (c, 3c)")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv must have shape (3c,)")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj must have shape (c, c)")
    if b_proj.shape != (c,):
        raise ValueError("b_proj must have shape (c,)")
    d = c // num_heads
    proj = x @ w_qkv
    if b_qkv is not None:
        proj += b_qkv
    out = np.zeros((b, n, c))
    weights = np.zeros((b, num_heads, n, n))
    for h in range(num_heads):
        q = proj[:, :, h * d:(h + 1) * d]
        k = proj[:, :, c + h * d:c + (h + 1) * d]
        v = proj[:, :, 2 * c + h * d:2 * c + (h + 1) * d]
        s = q @ k.transpose(0, 2, 1)
        if causal:
            s = np.where(np.tri(n) == 1, s, -np.inf)
        weights[:, h] = softmax(s) / np.sqrt(d)
        out[:, :, h * d:(h + 1) * d] = weights[:, h] @ v
    return out @ w_proj + b_proj, weights
