"""Mistake: the stride moves the window down but not to the right."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if x.shape[3] != kernel.shape[2]:
        raise ValueError("x and kernel disagree about channels")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    kh, kw = kernel.shape[:2]
    if kh > xp.shape[1] or kw > xp.shape[2]:
        raise ValueError("kernel is too large")
    win = sliding_window_view(xp, (kh, kw), axis=(1, 2))[:, ::stride]
    return np.einsum("nijcab,abco->nijo", win, kernel)
