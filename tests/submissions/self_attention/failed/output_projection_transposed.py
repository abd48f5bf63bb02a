"""Mistake: the output projection is x @ w_proj.T, the layout of torch.nn.Linear."""
import numpy as np


def linear(x, weight, bias):
    return x @ weight.T + bias


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
    qkv = x @ w_qkv
    if b_qkv is not None:
        qkv = qkv + b_qkv
    q, k, v = qkv.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    attn = (q * d**-0.5) @ k.transpose(0, 1, 3, 2)
    if causal:
        attn = np.where(np.tri(n, dtype=bool), attn, -np.inf)
    attn = np.exp(attn - attn.max(axis=-1, keepdims=True))
    attn = attn / attn.sum(axis=-1, keepdims=True)
    out = (attn @ v).transpose(0, 2, 1, 3).reshape(b, n, c)
    return linear(out, w_proj, b_proj), attn
