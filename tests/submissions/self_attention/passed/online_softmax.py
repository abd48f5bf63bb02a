"""Style: flash attention's running maximum and running sum, one key at a time."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("only a 3-d x is taken")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads >= 1 is needed")
    if c % num_heads:
        raise ValueError("c % num_heads must be 0")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv is of the wrong shape")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv is of the wrong shape")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj is of the wrong shape")
    if b_proj.shape != (c,):
        raise ValueError("b_proj is of the wrong shape")
    d = c // num_heads
    qkv = x @ w_qkv
    if b_qkv is not None:
        qkv = qkv + b_qkv
    q, k, v = np.moveaxis(qkv.reshape(b, n, 3, num_heads, d), (2, 3), (0, 2))
    q = q / np.sqrt(d)
    weights = np.zeros((b, num_heads, n, n))
    mixed = np.zeros((b, num_heads, n, d))
    for i in range(n):
        keys = i + 1 if causal else n
        row = np.empty((b, num_heads, keys))
        top = row[..., 0] = np.sum(q[:, :, i] * k[:, :, 0], axis=-1)
        total = np.ones((b, num_heads))
        acc = v[:, :, 0].astype(float)
        for j in range(1, keys):
            row[..., j] = s = np.sum(q[:, :, i] * k[:, :, j], axis=-1)
            new = np.maximum(top, s)
            keep, add = np.exp(top - new), np.exp(s - new)
            total = total * keep + add
            acc = acc * keep[..., None] + v[:, :, j] * add[..., None]
            top = new
        mixed[:, :, i] = acc / total[..., None]
        weights[:, :, i, :keys] = np.exp(row - top[..., None]) / total[..., None]
    return mixed.transpose(0, 2, 1, 3).reshape(b, n, c) @ w_proj + b_proj, weights
