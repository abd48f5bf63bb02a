"""Style: a small module class with forward, as one would write it in PyTorch."""
import numpy as np


class Linear:
    def __init__(self, weight, bias=None):
        self.weight = weight
        self.bias = bias

    def __call__(self, x):
        y = x @ self.weight
        return y if self.bias is None else y + self.bias


class MultiHeadSelfAttention:
    def __init__(self, qkv, proj, num_heads, causal):
        self.qkv = qkv
        self.proj = proj
        self.num_heads = num_heads
        self.causal = causal

    def split_heads(self, t):
        b, n, c = t.shape
        return t.reshape(b, n, self.num_heads, c // self.num_heads).transpose(0, 2, 1, 3)

    def merge_heads(self, t):
        b, h, n, d = t.shape
        return t.transpose(0, 2, 1, 3).reshape(b, n, h * d)

    def masked_softmax(self, s):
        if self.causal:
            n = s.shape[-1]
            keep = np.tri(n, dtype=bool)
        else:
            keep = np.ones(s.shape[-2:], dtype=bool)
        s = np.where(keep, s, -np.inf)
        e = np.exp(s - s.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    def forward(self, x):
        c = x.shape[-1]
        t = self.qkv(x)
        q, k, v = (self.split_heads(t[..., i * c : (i + 1) * c]) for i in range(3))
        weights = self.masked_softmax((q / np.sqrt(q.shape[-1])) @ k.swapaxes(-1, -2))
        return self.proj(self.merge_heads(weights @ v)), weights

    __call__ = forward


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError(f"x must be 3-d, got shape {x.shape}")
    c = x.shape[2]
    if num_heads < 1:
        raise ValueError(f"num_heads must be positive, got {num_heads}")
    if c % num_heads:
        raise ValueError(f"{c} channels cannot be split: num_heads is {num_heads}")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError(f"w_qkv must have shape {(c, 3 * c)}, got {w_qkv.shape}")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError(f"b_qkv must have shape {(3 * c,)}, got {b_qkv.shape}")
    if w_proj.shape != (c, c):
        raise ValueError(f"w_proj must have shape {(c, c)}, got {w_proj.shape}")
    if b_proj.shape != (c,):
        raise ValueError(f"b_proj must have shape {(c,)}, got {b_proj.shape}")
    return MultiHeadSelfAttention(Linear(w_qkv, b_qkv), Linear(w_proj, b_proj), num_heads, causal)(x)
