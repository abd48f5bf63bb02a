"""Mistake: a kernel larger than the image is refused even where the padding makes room for it."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    if kh > h or kw > w:
        raise ValueError("kernel must not be larger than the image")
    if c != kc:
        raise ValueError("x and kernel have different channels")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    ho, wo = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    out = np.zeros((n, ho, wo, c_out), x.dtype)
    for a in range(kh):
        for b in range(kw):
            out += np.dot(xp[:, a:a + ho * stride:stride, b:b + wo * stride:stride], kernel[a, b])
    return out
