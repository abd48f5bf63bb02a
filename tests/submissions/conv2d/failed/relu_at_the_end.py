"""Mistake: negative results are set to 0, as in the layer of a network."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, kernel, stride=1, padding=0):
    if x.shape[3] != kernel.shape[2]:
        raise ValueError("kernel must have the channels of x")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    if kernel.shape[0] > xp.shape[1] or kernel.shape[1] > xp.shape[2]:
        raise ValueError("kernel must not be larger than the padded image")
    win = sliding_window_view(xp, kernel.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.maximum(np.einsum("nijcab,abco->nijo", win, kernel), 0)
