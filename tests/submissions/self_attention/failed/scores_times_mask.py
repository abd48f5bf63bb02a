"""Mistake: the scores are multiplied by the 0/1 mask before the softmax, so that masked positions have score 0 and a weight."""
import numpy as np


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
    out, weights = np.zeros(x.shape), np.zeros((b, num_heads, n, n))
    mask = np.tri(n) if causal else np.ones((n, n))
    for i, tokens in enumerate(x):
        y = tokens @ w_qkv
        if b_qkv is not None:
            y = y + b_qkv
        for h in range(num_heads):
            q, k, v = (y[:, lo + h * d:lo + h * d + d] for lo in (0, c, 2 * c))
            s = (q @ k.T) / np.sqrt(d) * mask
            e = np.exp(s - s.max(axis=1, keepdims=True))
            weights[i, h] = e / e.sum(axis=1, keepdims=True)
            out[i, :, h * d:h * d + d] = weights[i, h] @ v
    return out @ w_proj + b_proj, weights
