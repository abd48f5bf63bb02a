"""Style: heads by 0/1 selectors of the channels, full-width products, no reshape of the heads."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    try:
        b, n, c = x.shape
    except ValueError:
        raise ValueError("x must be of three axes") from None
    if num_heads < 1:
        raise ValueError("num_heads below 1")
    if c % num_heads:
        raise ValueError("num_heads leaves a remainder")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv misshapen")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv misshapen")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj misshapen")
    if b_proj.shape != (c,):
        raise ValueError("b_proj misshapen")
    owner = np.arange(c) // (c // num_heads)
    select = (owner == np.arange(num_heads)[:, None]).astype(x.dtype)[:, None, :]
    q, k, v = (x @ w_qkv[:, lo : lo + c] for lo in (0, c, 2 * c))
    if b_qkv is not None:
        q, k, v = q + b_qkv[:c], k + b_qkv[c : 2 * c], v + b_qkv[2 * c :]
    s = (q[:, None] * select) @ k[:, None].swapaxes(2, 3) * np.sqrt(num_heads / c)
    if causal:
        s = np.where(np.tri(n), s, -np.inf)
    e = np.exp(s - s.max(axis=3, keepdims=True))
    w = e / e.sum(axis=3, keepdims=True)
    joined = (w @ (v[:, None] * select)).sum(axis=1)
    return joined @ w_proj + b_proj, w
