"""Style: numpy's floating-point errors raise within the function, so any NaN would be an exception."""
import numpy as np


@np.errstate(invalid="raise", divide="raise", over="raise", under="ignore")
def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x: (b, n, c)")
    (b, n, c), h = x.shape, num_heads
    if h < 1:
        raise ValueError("num_heads: >= 1")
    if c % h:
        raise ValueError("num_heads: divides c")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv: (c, 3c)")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv: (3c,)")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj: (c, c)")
    if b_proj.shape != (c,):
        raise ValueError("b_proj: (c,)")
    qkv = np.tensordot(x, w_qkv, axes=1)
    if b_qkv is not None:
        qkv = qkv + b_qkv
    q, k, v = np.array_split(qkv, 3, axis=-1)
    q, k, v = (np.stack(np.array_split(t, h, axis=-1), axis=1) for t in (q, k, v))
    s = q / np.sqrt(c // h) @ k.transpose(0, 1, 3, 2)
    if causal:
        s[..., ~np.tri(n, dtype=bool)] = -np.inf
    s = s - s.max(axis=-1, keepdims=True)
    w = np.exp(np.maximum(s, -800.0))
    w[s < -800.0] = 0.0
    w /= w.sum(axis=-1, keepdims=True)
    joined = np.concatenate(list((w @ v).transpose(1, 0, 2, 3)), axis=-1)
    return np.tensordot(joined, w_proj, axes=1) + b_proj, w
