"""Mistake: arguments are checked with assert, which raises AssertionError."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, kernel, stride=1, padding=0):
    assert stride >= 1, "stride must be >= 1"
    assert padding >= 0, "padding must be >= 0"
    assert x.shape[3] == kernel.shape[2], "x and kernel must have the same channels"
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    kh, kw = kernel.shape[:2]
    assert kh <= xp.shape[1] and kw <= xp.shape[2], "kernel must fit into the padded image"
    win = sliding_window_view(xp, (kh, kw), axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abco->nijo", win, kernel)
