"""Mistake: a negative padding is taken to mean cropping."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if x.shape[3] != kernel.shape[2]:
        raise ValueError("kernel and x have different channels")
    if padding < 0:
        xp = x[:, -padding:padding, -padding:padding]
    else:
        xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    kh, kw = kernel.shape[:2]
    if kh > xp.shape[1] or kw > xp.shape[2]:
        raise ValueError("kernel is larger than the image")
    win = sliding_window_view(xp, (kh, kw), axis=(1, 2))[:, ::stride, ::stride]
    return np.tensordot(win, kernel, axes=((3, 4, 5), (2, 0, 1)))
