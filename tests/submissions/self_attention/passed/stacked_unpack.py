"""Style: reshape to (3, b, h, n, d) and unpack, as in timm's vision transformer."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x should be 3-d")
    B, N, C = x.shape
    if num_heads < 1:
        raise ValueError("num_heads should be at least 1")
    if C % num_heads != 0:
        raise ValueError("dim should be divisible by num_heads")
    problems = [
        name
        for name, array, shape in (
            ("w_qkv", w_qkv, (C, 3 * C)),
            ("b_qkv", b_qkv, (3 * C,)),
            ("w_proj", w_proj, (C, C)),
            ("b_proj", b_proj, (C,)),
        )
        if not (array is None and name == "b_qkv") and array.shape != shape
    ]
    if problems:
        raise ValueError("wrong shape: " + ", ".join(problems))
    head_dim = C // num_heads
    qkv = x @ w_qkv if b_qkv is None else x @ w_qkv + b_qkv
    q, k, v = qkv.reshape(B, N, 3, num_heads, head_dim).transpose(2, 0, 3, 1, 4)
    attn = (q * head_dim**-0.5) @ k.transpose(0, 1, 3, 2)
    if causal:
        attn[..., np.triu(np.ones((N, N), bool), 1)] = -np.inf
    attn = np.exp(attn - attn.max(axis=-1, keepdims=True))
    attn /= attn.sum(axis=-1, keepdims=True)
    x = (attn @ v).transpose(0, 2, 1, 3).reshape(B, N, C)
    x = x @ w_proj + b_proj
    return x, attn
