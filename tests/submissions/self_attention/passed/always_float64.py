"""Style: everything becomes a C-contiguous float64 array at the door, one batch element at a time."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    x = np.array(x, dtype=np.float64, order="C")
    if x.ndim != 3:
        raise ValueError("x must have exactly three axes")
    c = x.shape[2]
    if num_heads < 1:
        raise ValueError("num_heads must be one at least")
    if c % num_heads != 0:
        raise ValueError("num_heads has to divide c")
    wq = np.array(w_qkv, dtype=np.float64, order="C")
    if wq.shape != (c, c * 3):
        raise ValueError("w_qkv has to be c by 3c")
    bq = np.zeros(c * 3) if b_qkv is None else np.array(b_qkv, dtype=np.float64)
    if bq.shape != (c * 3,):
        raise ValueError("b_qkv has to be of length 3c")
    wp = np.array(w_proj, dtype=np.float64, order="C")
    if wp.shape != (c, c):
        raise ValueError("w_proj has to be c by c")
    bp = np.array(b_proj, dtype=np.float64)
    if bp.shape != (c,):
        raise ValueError("b_proj has to be of length c")
    b, n, _ = x.shape
    d = c // num_heads
    out = np.empty((b, n, c))
    weights = np.empty((b, num_heads, n, n))
    future = np.arange(n)[np.newaxis, :] > np.arange(n)[:, np.newaxis]
    for i in range(b):
        qkv = x[i] @ wq + bq
        joined = np.empty((n, c))
        for h in range(num_heads):
            q = qkv[:, h * d : h * d + d]
            k = qkv[:, c + h * d : c + h * d + d]
            v = qkv[:, 2 * c + h * d : 2 * c + h * d + d]
            s = q @ k.T / np.sqrt(d)
            if causal:
                s[future] = -np.inf
            e = np.exp(s - s.max(axis=1, keepdims=True))
            weights[i, h] = e / e.sum(axis=1, keepdims=True)
            joined[:, h * d : h * d + d] = weights[i, h] @ v
        out[i] = joined @ wp + bp
    return out, weights
