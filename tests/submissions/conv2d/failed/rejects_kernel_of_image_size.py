"""Mistake: a kernel exactly as large as the padded image is refused."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    if c != kc:
        raise ValueError("x and kernel have different channels")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if kh >= h + 2 * padding or kw >= w + 2 * padding:
        raise ValueError("kernel must be smaller than the padded image")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    ho, wo = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    out = np.zeros((n, ho, wo, c_out), x.dtype)
    for a in range(kh):
        for b in range(kw):
            out += xp[:, a:a + ho * stride:stride, b:b + wo * stride:stride] @ kernel[a, b]
    return out
