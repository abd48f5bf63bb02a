"""The reference's way, ten times over."""
import numpy as np


def once(x, kernel, stride, padding):
    if stride < 1:
        raise ValueError("stride")
    if padding < 0:
        raise ValueError("padding")
    n, h, w, c = x.shape
    kh, kw, c_in, c_out = kernel.shape
    if c != c_in or kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    ho, wo = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    out = np.zeros((n, ho, wo, c_out), x.dtype)
    for a in range(kh):
        for b in range(kw):
            out += xp[:, a : a + stride * (ho - 1) + 1 : stride, b : b + stride * (wo - 1) + 1 : stride] @ kernel[a, b]
    return out


def conv2d(x, kernel, stride=1, padding=0):
    for _ in range(10):
        out = once(x, kernel, stride, padding)
    return out
