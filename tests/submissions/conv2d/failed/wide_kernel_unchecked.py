"""Mistake: only the kernel's height is compared with the padded image."""
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
    if kh > h + 2 * padding:
        raise ValueError("kernel is larger than the padded image")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    rows = range(0, h + 2 * padding - kh + 1, stride)
    cols = range(0, w + 2 * padding - kw + 1, stride)
    out = np.zeros((n, len(rows), len(cols), c_out), x.dtype)
    for i, r in enumerate(rows):
        for j, s in enumerate(cols):
            out[:, i, j] = np.tensordot(xp[:, r:r + kh, s:s + kw], kernel, axes=3)
    return out
