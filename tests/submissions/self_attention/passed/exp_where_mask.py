"""Style: ufuncs with where= and initial=, so that masked entries are never computed."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim - 3:
        raise ValueError("x: not 3-d")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads: not positive")
    if c % num_heads:
        raise ValueError("num_heads: not a divisor of x.shape[2]")
    if (c, 3 * c) != w_qkv.shape:
        raise ValueError("w_qkv: wrong shape")
    if b_qkv is not None and (3 * c,) != b_qkv.shape:
        raise ValueError("b_qkv: wrong shape")
    if (c, c) != w_proj.shape:
        raise ValueError("w_proj: wrong shape")
    if (c,) != b_proj.shape:
        raise ValueError("b_proj: wrong shape")
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    q, k, v = (y[..., i * c : i * c + c].reshape(b, n, num_heads, -1 if b else c // num_heads) for i in range(3))
    q, k, v = (np.rollaxis(t, 2, 1) for t in (q, k, v))
    s = q @ k.swapaxes(-2, -1) / np.sqrt(c / num_heads)
    seen = np.broadcast_to(np.tri(n, dtype=bool) if causal else np.True_, s.shape)
    top = np.max(s, axis=-1, keepdims=True, where=seen, initial=-np.inf)
    e = np.zeros_like(s)
    np.exp(np.subtract(s, top, where=seen, out=np.zeros_like(s)), where=seen, out=e)
    w = e / np.sum(e, axis=-1, keepdims=True, where=seen)
    return np.rollaxis(w @ v, 2, 1).reshape(b, n, c) @ w_proj + b_proj, w
