"""Style: numpy.ma for the causal mask, filled with 0 at the end."""
import numpy as np
import numpy.ma as ma


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("three axes for x, please")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("at least 1 for num_heads, please")
    if c % num_heads:
        raise ValueError("a divisor of c for num_heads, please")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("(c, 3c) for w_qkv, please")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("(3c,) for b_qkv, please")
    if w_proj.shape != (c, c):
        raise ValueError("(c, c) for w_proj, please")
    if b_proj.shape != (c,):
        raise ValueError("(c,) for b_proj, please")
    d = c // num_heads
    qkv = x @ w_qkv + (0.0 if b_qkv is None else b_qkv)
    q, k, v = qkv.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    raw = q @ k.swapaxes(2, 3) / np.sqrt(d)
    hidden = np.zeros(raw.shape, dtype=bool)
    if causal:
        hidden |= ~np.tri(n, dtype=bool)
    scores = ma.array(raw, mask=hidden)
    scores = scores - scores.max(axis=-1).reshape(b, num_heads, n, 1)
    e = np.exp(scores.filled(-np.inf))
    weights = ma.array(e, mask=hidden)
    weights = (weights / weights.sum(axis=-1).reshape(b, num_heads, n, 1)).filled(0.0)
    weights = np.asarray(weights)
    out = (weights @ v).swapaxes(1, 2).reshape(b, n, c) @ w_proj + b_proj
    return out, weights
