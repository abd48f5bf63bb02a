"""Mistake: a padding larger than the kernel is refused."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, kernel, stride=1, padding=0):
    kh, kw, kc, _ = kernel.shape
    if x.shape[3] != kc:
        raise ValueError("kernel and x do not have the same channels")
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0 or padding > max(kh, kw):
        raise ValueError("padding must be between 0 and the size of kernel")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    if kh > xp.shape[1] or kw > xp.shape[2]:
        raise ValueError("kernel must not exceed the padded image")
    win = sliding_window_view(xp, (kh, kw), (1, 2))[:, ::stride, ::stride]
    return np.einsum("nhwcij,ijcd->nhwd", win, kernel, optimize=True)
