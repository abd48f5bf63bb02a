"""Mistake: no check of the channels, and a kernel or image of one channel broadcasts silently."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, _ = x.shape
    kh, kw, _, c_out = kernel.shape
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    h_out = (h + 2 * padding - kh) // stride + 1
    w_out = (w + 2 * padding - kw) // stride + 1
    if h_out < 1 or w_out < 1:
        raise ValueError("kernel must not be larger than the padded image")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    out = np.zeros((n, h_out, w_out, c_out), dtype=x.dtype)
    for i in range(h_out):
        for j in range(w_out):
            win = xp[:, i * stride:i * stride + kh, j * stride:j * stride + kw]
            out[:, i, j] = np.sum(win[..., None] * kernel, axis=(1, 2, 3))
    return out
