"""Style: every contraction is an einsum over weights reshaped to (c, 3, heads, head_dim)."""
from numpy import arange, einsum, exp, inf, where


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x: three axes wanted")
    c = x.shape[-1]
    if not num_heads >= 1:
        raise ValueError("num_heads: at least one wanted")
    if c % num_heads != 0:
        raise ValueError("num_heads: must divide the channels of x")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError("w_qkv: (c, 3c) wanted")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError("b_qkv: (3c,) wanted")
    if w_proj.shape != (c, c):
        raise ValueError("w_proj: (c, c) wanted")
    if b_proj.shape != (c,):
        raise ValueError("b_proj: (c,) wanted")
    d = c // num_heads
    qkv = einsum("bnc,cthd->tbhnd", x, w_qkv.reshape(c, 3, num_heads, d))
    if b_qkv is not None:
        qkv = qkv + einsum("thd->thd", b_qkv.reshape(3, num_heads, d))[:, None, :, None, :]
    s = einsum("bhid,bhjd->bhij", qkv[0], qkv[1]) / d**0.5
    if causal:
        i = arange(x.shape[1])
        s = where(i[None, :] > i[:, None], -inf, s)
    e = exp(s - s.max(-1, keepdims=True))
    a = e / einsum("bhij->bhi", e)[..., None]
    out = einsum("bhij,bhjd,hdo->bio", a, qkv[2], w_proj.reshape(num_heads, d, c))
    return out + b_proj, a
