"""Mistake: the causal loop over the queries starts at the second token and leaves the first row of weights all 0."""
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
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    q, k, v = y.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    w = np.zeros((b, num_heads, n, n))
    for i in range(1 if causal else 0, n):
        stop = i + 1 if causal else n
        s = np.einsum("bhd,bhjd->bhj", q[:, :, i], k[:, :, :stop]) / np.sqrt(d)
        s = np.exp(s - s.max(axis=-1, keepdims=True))
        w[:, :, i, :stop] = s / s.sum(axis=-1, keepdims=True)
    return (w @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj, w
