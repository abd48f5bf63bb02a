"""Mistake: only num_heads = 0 is refused; a negative number goes through loops that never run."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x must be 3-d")
    b, n, c = x.shape
    if num_heads == 0:
        raise ValueError("num_heads must not be 0")
    if c % num_heads:
        raise ValueError("num_heads must divide c")
    for name, array, shape in (("w_qkv", w_qkv, (c, 3 * c)), ("w_proj", w_proj, (c, c)), ("b_proj", b_proj, (c,))):
        if array.shape != shape:
            raise ValueError(f"{name} must be {shape}")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError(f"b_qkv must be {(3 * c,)}")
    d = c // num_heads
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    mixed = np.zeros((b, n, c))
    maps = []
    for h in range(num_heads):
        q, k, v = (t[..., h * d:(h + 1) * d] for t in np.split(y, 3, axis=-1))
        s = q @ k.swapaxes(1, 2) / np.sqrt(d)
        if causal:
            s = np.where(np.tri(n, dtype=bool), s, -np.inf)
        s = np.exp(s - s.max(axis=-1, keepdims=True))
        maps.append(s / s.sum(axis=-1, keepdims=True))
        mixed[..., h * d:(h + 1) * d] = maps[-1] @ v
    weights = np.array(maps).swapaxes(0, 1) if maps else np.zeros((b, 0, n, n))
    return mixed @ w_proj + b_proj, weights
