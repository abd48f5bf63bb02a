"""Style: no mask at all; each query attends to a prefix of the keys, which grows if causal."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    checks = {
        "x": lambda: x.ndim == 3,
        "num_heads": lambda: num_heads >= 1 and x.shape[2] % num_heads == 0,
        "w_qkv": lambda: w_qkv.shape == (x.shape[2], 3 * x.shape[2]),
        "b_qkv": lambda: b_qkv is None or b_qkv.shape == (3 * x.shape[2],),
        "w_proj": lambda: w_proj.shape == (x.shape[2],) * 2,
        "b_proj": lambda: b_proj.shape == (x.shape[2],),
    }
    for name, fine in checks.items():
        if not fine():
            raise ValueError(f"{name} is not valid")
    b, n, c = x.shape
    d = c // num_heads
    qkv = x @ w_qkv
    if b_qkv is not None:
        qkv += b_qkv
    qkv = qkv.reshape(b, n, 3, num_heads, d)
    weights = np.zeros((b, num_heads, n, n), dtype=qkv.dtype)
    context = np.zeros((b, n, num_heads, d), dtype=qkv.dtype)
    for i in range(n):
        seen = slice(0, i + 1 if causal else n)
        s = np.einsum("bhd,bkhd->bhk", qkv[:, i, 0], qkv[:, seen, 1]) / float(d) ** 0.5
        s = np.exp(s - s.max(axis=-1, keepdims=True))
        s = s / s.sum(axis=-1, keepdims=True)
        weights[:, :, i, seen] = s
        context[:, i] = np.einsum("bhk,bkhd->bhd", s, qkv[:, seen, 2])
    return context.reshape(b, n, c) @ w_proj + b_proj, weights
