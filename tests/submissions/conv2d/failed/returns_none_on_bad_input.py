"""Mistake: bad arguments are reported by a print and a None."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    problem = None
    if c != kc:
        problem = "x and kernel have different channels"
    elif stride < 1:
        problem = "stride must be >= 1"
    elif padding < 0:
        problem = "padding must be >= 0"
    elif kh > h + 2 * padding or kw > w + 2 * padding:
        problem = "kernel is larger than the padded image"
    if problem:
        print("ValueError:", problem)
        return None
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    ho, wo = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    out = np.zeros((n, ho, wo, c_out), x.dtype)
    for a, b in np.ndindex(kh, kw):
        out += xp[:, a:a + ho * stride:stride, b:b + wo * stride:stride] @ kernel[a, b]
    return out
