"""Style: one scratch array at a time, every step with out= or an augmented assignment."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x.ndim must be 3")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads must not be less than 1")
    if c % num_heads:
        raise ValueError("x.shape[2] must be a multiple of num_heads")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv.shape must be (c, 3 * c)")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv.shape must be (3 * c,)")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj.shape must be (c, c)")
    if b_proj.shape != (c,):
        raise ValueError("b_proj.shape must be (c,)")
    dtype = np.result_type(x, w_qkv)
    d = c // num_heads
    qkv = np.empty((b, n, 3 * c), dtype)
    np.matmul(x, w_qkv, out=qkv)
    if b_qkv is not None:
        qkv += b_qkv
    qkv[..., :c] /= np.sqrt(d).astype(dtype)
    heads = qkv.reshape(b, n, 3, num_heads, d).transpose(2, 0, 3, 1, 4)
    w = np.empty((b, num_heads, n, n), dtype)
    np.matmul(heads[0], heads[1].swapaxes(2, 3), out=w)
    if causal:
        for i in range(n - 1):
            w[:, :, i, i + 1 :] = -np.inf
    np.subtract(w, np.maximum.reduce(w, axis=3, keepdims=True), out=w)
    np.exp(w, out=w)
    np.divide(w, np.add.reduce(w, axis=3, keepdims=True), out=w)
    mixed = np.empty((b, n, num_heads, d), dtype)
    np.matmul(w, heads[2], out=mixed.transpose(0, 2, 1, 3))
    out = np.empty((b, n, c), dtype)
    np.matmul(mixed.reshape(b, n, c), w_proj, out=out)
    out += b_proj
    return out, w
