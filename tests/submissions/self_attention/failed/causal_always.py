"""Mistake: the causal mask is applied whatever causal says."""
import math

import numpy as np


class CausalSelfAttention:
    def __init__(self, num_heads):
        self.n_head = num_heads

    def __call__(self, x, w_qkv, b_qkv, w_proj, b_proj):
        B, T, C = x.shape
        qkv = x @ w_qkv
        if b_qkv is not None:
            qkv = qkv + b_qkv
        q, k, v = (
            t.reshape(B, T, self.n_head, C // self.n_head).transpose(0, 2, 1, 3) for t in np.split(qkv, 3, axis=2)
        )
        att = (q @ k.transpose(0, 1, 3, 2)) * (1.0 / math.sqrt(k.shape[-1]))
        att = np.where(np.tril(np.ones((T, T))) == 0, -np.inf, att)
        att = np.exp(att - att.max(axis=-1, keepdims=True))
        att = att / att.sum(axis=-1, keepdims=True)
        y = (att @ v).transpose(0, 2, 1, 3).reshape(B, T, C)
        return y @ w_proj + b_proj, att


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
    return CausalSelfAttention(num_heads)(x, w_qkv, b_qkv, w_proj, b_proj)
