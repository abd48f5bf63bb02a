"""Right, and wants every floating-point trouble raised."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must be at least 0")
    kh, kw, c_in, c_out = kernel.shape
    p = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    n, h, w, c = p.shape
    if c != c_in:
        raise ValueError("kernel and x differ in channels")
    if kh > h or kw > w:
        raise ValueError("kernel is larger than the padded image")
    view = np.lib.stride_tricks.sliding_window_view(p, (kh, kw), axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nhwcab,abco->nhwo", view, kernel)


np.seterr(all="raise")
np.set_printoptions(precision=1)
