"""Mistake: the heads are merged by reshape(b, n, c) straight from (b, num_heads, n, d), without transposing back."""
import numpy as np


class MultiHeadAttention:
    def __init__(self, num_heads, causal):
        self.h, self.causal = num_heads, causal

    def split(self, t):
        b, n, c = t.shape
        return np.transpose(np.reshape(t, (b, n, self.h, c // self.h)), (0, 2, 1, 3))

    def attend(self, q, k, v):
        s = np.matmul(q, np.transpose(k, (0, 1, 3, 2))) / np.sqrt(q.shape[-1])
        if self.causal:
            s = np.where(np.tri(s.shape[-1], dtype=bool), s, -np.inf)
        s = np.exp(s - np.max(s, axis=-1, keepdims=True))
        w = s / np.sum(s, axis=-1, keepdims=True)
        return np.matmul(w, v), w


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if len(x.shape) != 3:
        raise ValueError(f"x has shape {x.shape}, expected three axes")
    b, n, c = x.shape
    if num_heads <= 0:
        raise ValueError(f"num_heads is {num_heads}, expected a positive number")
    d, rest = divmod(c, num_heads)
    if rest:
        raise ValueError(f"num_heads is {num_heads}, which does not divide {c}")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError(f"w_qkv has shape {w_qkv.shape}, expected {(c, 3 * c)}")
    if b_qkv is not None:
        if b_qkv.shape != (3 * c,):
            raise ValueError(f"b_qkv has shape {b_qkv.shape}, expected {(3 * c,)}")
    if w_proj.shape != (c, c):
        raise ValueError(f"w_proj has shape {w_proj.shape}, expected {(c, c)}")
    if b_proj.shape != (c,):
        raise ValueError(f"b_proj has shape {b_proj.shape}, expected {(c,)}")
    layer = MultiHeadAttention(num_heads, causal)
    y = np.matmul(x, w_qkv)
    if b_qkv is not None:
        y = y + b_qkv
    o, w = layer.attend(*(layer.split(t) for t in np.split(y, 3, axis=-1)))
    return np.matmul(np.reshape(o, (b, n, c)), w_proj) + b_proj, w
