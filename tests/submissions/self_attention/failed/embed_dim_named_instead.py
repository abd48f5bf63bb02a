"""Mistake: the message for a c not divisible by num_heads speaks of embed_dim and n_head, which are no arguments."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be 3-d")
    b, n, embed_dim = x.shape
    if num_heads < 1:
        raise ValueError("num_heads must be positive")
    d = embed_dim // num_heads
    if d * num_heads != embed_dim:
        raise ValueError(f"embed_dim {embed_dim} must be divisible by n_head {num_heads}")
    for name, array, shape in (
        ("w_qkv", w_qkv, (embed_dim, 3 * embed_dim)),
        ("b_qkv", b_qkv, (3 * embed_dim,)),
        ("w_proj", w_proj, (embed_dim, embed_dim)),
        ("b_proj", b_proj, (embed_dim,)),
    ):
        if array is not None and array.shape != shape:
            raise ValueError(f"{name} must have shape {shape}")
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    q, k, v = y.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    s = q @ k.swapaxes(2, 3) / np.sqrt(d)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    w = s / s.sum(axis=-1, keepdims=True)
    return (w @ v).swapaxes(1, 2).reshape(x.shape) @ w_proj + b_proj, w
