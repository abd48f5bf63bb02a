"""Mistake: the result is rounded to six decimals to look tidy."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c_in = x.shape
    kh, kw, kc, c_out = kernel.shape
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if c_in != kc:
        raise ValueError("kernel does not match x")
    ho, wo = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    if ho < 1 or wo < 1:
        raise ValueError("kernel too large")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    out = np.zeros((n, ho, wo, c_out), dtype=x.dtype)
    for a, b in np.ndindex(kh, kw):
        out += xp[:, a:a + ho * stride:stride, b:b + wo * stride:stride] @ kernel[a, b]
    return np.round(out, 6)
