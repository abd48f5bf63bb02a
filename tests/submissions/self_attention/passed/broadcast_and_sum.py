"""Style: no matrix product at all, only broadcasting and sums."""
import numpy as np

new = np.newaxis


def dense(x, w, b):
    y = np.sum(x[..., :, new] * w, axis=-2)
    return y if b is None else y + b


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    message = None
    if x.ndim != 3:
        message = "x needs 3 axes"
    elif num_heads < 1:
        message = "num_heads needs to be 1 or more"
    elif x.shape[2] % num_heads != 0:
        message = "num_heads needs to divide the channels"
    elif w_qkv.shape != (x.shape[2], 3 * x.shape[2]):
        message = "w_qkv needs another shape"
    elif b_qkv is not None and b_qkv.shape != (3 * x.shape[2],):
        message = "b_qkv needs another shape"
    elif w_proj.shape != (x.shape[2], x.shape[2]):
        message = "w_proj needs another shape"
    elif b_proj.shape != x.shape[2:]:
        message = "b_proj needs another shape"
    if message:
        raise ValueError(message)
    b, n, c = x.shape
    y = dense(x, w_qkv, b_qkv).reshape(b, n, 3, num_heads, c // num_heads)
    q, k, v = y[:, :, 0], y[:, :, 1], y[:, :, 2]
    s = (q[:, :, new] * k[:, new]).sum(axis=-1) / np.sqrt(c // num_heads)  # (b, i, j, h)
    if causal:
        i = np.arange(n)
        s = np.where((i[:, new] >= i)[:, :, new], s, -np.inf)
    e = np.exp(s - s.max(axis=2, keepdims=True))
    w = e / e.sum(axis=2, keepdims=True)
    mixed = (w[..., new] * v[:, new]).sum(axis=2).reshape(b, n, c)
    return dense(mixed, w_proj, b_proj), np.ascontiguousarray(w.transpose(0, 3, 1, 2))
