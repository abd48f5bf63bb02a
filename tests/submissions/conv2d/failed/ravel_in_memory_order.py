"""Mistake: the input is made contiguous by reading it in the order it has in memory."""
import numpy as np
from numpy.lib.stride_tricks import as_strided


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    if c != kc:
        raise ValueError("channel mismatch: x, kernel")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel larger than padded x")
    x = x.ravel(order="K").reshape(x.shape)  # contiguous from here on
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    sn, sh, sw, sc = xp.strides
    ho, wo = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    win = as_strided(xp, (n, ho, wo, kh, kw, c), (sn, sh * stride, sw * stride, sh, sw, sc))
    return np.tensordot(win, kernel, axes=3)
