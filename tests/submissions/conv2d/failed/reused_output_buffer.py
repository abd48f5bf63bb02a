"""Mistake: calls with one output shape share one buffer, so a later call overwrites an earlier result."""
import numpy as np

BUFFERS = {}


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    if c != kc:
        raise ValueError("kernel has the wrong number of input channels")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    ho, wo = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    if ho < 1 or wo < 1:
        raise ValueError("kernel is too large")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    key = (n, ho, wo, c_out, x.dtype.str)
    if key not in BUFFERS:
        BUFFERS[key] = np.empty((n, ho, wo, c_out), x.dtype)
    out = BUFFERS[key]
    out.fill(0)
    for a in range(kh):
        for b in range(kw):
            out += xp[:, a:a + ho * stride:stride, b:b + wo * stride:stride] @ kernel[a, b]
    return out
