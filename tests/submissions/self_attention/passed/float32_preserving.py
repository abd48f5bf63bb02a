"""Style: works and answers in the dtype of x, the scale cast to that dtype."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("'x' must be 3-d")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("'num_heads' must be >= 1")
    if c % num_heads:
        raise ValueError("'num_heads' must divide x.shape[-1]")
    expected = ((w_qkv, "w_qkv", (c, 3 * c)), (b_qkv, "b_qkv", (3 * c,)), (w_proj, "w_proj", (c, c)), (b_proj, "b_proj", (c,)))
    for array, name, shape in expected:
        if array is None and array is b_qkv:
            continue
        if array.shape != shape:
            raise ValueError(f"'{name}' must be of shape {shape}")
    dt = x.dtype.type
    d = c // num_heads
    scale = dt(1) / np.sqrt(dt(d))
    qkv = (x @ w_qkv).astype(dt, copy=False)
    if b_qkv is not None:
        qkv = qkv + b_qkv.astype(dt)
    q = qkv[:, :, :c].reshape(b, n, num_heads, d).swapaxes(1, 2) * scale
    k = qkv[:, :, c : 2 * c].reshape(b, n, num_heads, d).swapaxes(1, 2)
    v = qkv[:, :, 2 * c :].reshape(b, n, num_heads, d).swapaxes(1, 2)
    s = q @ k.swapaxes(2, 3)
    if causal:
        s = np.where(np.tri(n, dtype=bool), s, dt(-np.inf))
    w = np.exp(s - s.max(axis=-1, keepdims=True))
    w = (w / w.sum(axis=-1, keepdims=True)).astype(dt, copy=False)
    out = (w @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj
    return out.astype(dt, copy=False), w
