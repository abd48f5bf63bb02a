"""Mistake: the columns go (channel, row, column) but the kernel is flattened as (row, column, channel)."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    kh, kw, kc, c_out = kernel.shape
    if x.shape[3] != kc:
        raise ValueError("kernel does not have as many channels as x")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    if xp.shape[1] < kh or xp.shape[2] < kw:
        raise ValueError("kernel is larger than the padded image")
    win = sliding_window_view(xp, (kh, kw), axis=(1, 2))[:, ::stride, ::stride]
    n, ho, wo = win.shape[:3]
    cols = win.reshape(n * ho * wo, kc * kh * kw)
    return (cols @ kernel.reshape(kh * kw * kc, c_out)).reshape(n, ho, wo, c_out)
