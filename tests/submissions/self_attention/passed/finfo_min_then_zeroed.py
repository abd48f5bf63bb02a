"""Style: masked scores become finfo.min, and after the softmax the masked weights are set to 0 outright."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x is not three-dimensional")
    b, n, c = x.shape
    if num_heads <= 0:
        raise ValueError("num_heads is not positive")
    if c % num_heads:
        raise ValueError("num_heads is no divisor of c")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv is not (c, 3 * c)")
    if b_qkv is not None:
        if b_qkv.shape != (3 * c,):
            raise ValueError("b_qkv is not (3 * c,)")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj is not (c, c)")
    if b_proj.shape != (c,):
        raise ValueError("b_proj is not (c,)")
    head_dim = c // num_heads
    qkv = np.dot(x, w_qkv)
    if b_qkv is not None:
        qkv += b_qkv
    qkv = qkv.reshape(b, n, 3, num_heads, head_dim)
    q = qkv[:, :, 0].transpose(0, 2, 1, 3)
    kT = qkv[:, :, 1].transpose(0, 2, 3, 1)
    v = qkv[:, :, 2].transpose(0, 2, 1, 3)
    logits = (q * head_dim**-0.5) @ kT
    allowed = np.ones((n, n), dtype=bool)
    if causal:
        allowed = np.tril(allowed)
    logits = np.where(allowed, logits, np.finfo(logits.dtype).min)
    top = logits.max(-1, keepdims=True)
    with np.errstate(over="ignore"):
        weights = np.exp(logits - top)
    weights = np.where(allowed, weights, 0)
    weights = weights / weights.sum(-1, keepdims=True)
    out = np.dot((weights @ v).transpose(0, 2, 1, 3).reshape(b, n, c), w_proj)
    out += b_proj
    return out, weights
