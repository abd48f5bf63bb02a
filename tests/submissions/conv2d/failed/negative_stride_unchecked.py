"""Mistake: only stride 0 is refused, a negative stride gives an empty result."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    if c != kc:
        raise ValueError("x and kernel have different channels")
    if stride == 0:
        raise ValueError("stride must not be 0")
    if padding < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel is larger than the padded image")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    rows = range(0, h + 2 * padding - kh + 1, stride)
    cols = range(0, w + 2 * padding - kw + 1, stride)
    out = np.zeros((n, len(rows), len(cols), c_out), x.dtype)
    for i, r in enumerate(rows):
        for j, s in enumerate(cols):
            out[:, i, j] = np.einsum("nabc,abco->no", xp[:, r:r + kh, s:s + kw], kernel)
    return out
