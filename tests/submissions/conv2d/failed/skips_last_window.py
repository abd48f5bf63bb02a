"""Mistake: the loops stop one pixel early, so a window that ends at the very edge stays 0."""
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
    H, W = h + 2 * padding, w + 2 * padding
    if kh > H or kw > W:
        raise ValueError("kernel is larger than the padded image")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    out = np.zeros((n, (H - kh) // stride + 1, (W - kw) // stride + 1, c_out), x.dtype)
    for top in range(0, H - kh, stride):
        for left in range(0, W - kw, stride):
            win = xp[:, top:top + kh, left:left + kw]
            out[:, top // stride, left // stride] = np.tensordot(win, kernel, axes=3)
    return out
