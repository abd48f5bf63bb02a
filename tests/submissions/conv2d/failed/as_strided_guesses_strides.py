"""Mistake: as_strided with strides worked out for a C-contiguous array, which an unpadded view is not."""
import numpy as np
from numpy.lib.stride_tricks import as_strided


def conv2d(x, kernel, stride=1, padding=0):
    kh, kw, kc, c_out = kernel.shape
    if x.shape[3] != kc:
        raise ValueError("channel mismatch: x, kernel")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    n, h, w, c = x.shape
    if padding:
        xp = np.zeros((n, h + 2 * padding, w + 2 * padding, c), x.dtype)
        xp[:, padding:-padding, padding:-padding] = x
        x = xp
    n, h, w, c = x.shape
    if kh > h or kw > w:
        raise ValueError("kernel larger than padded x")
    b = x.itemsize
    win = as_strided(
        x,
        shape=(n, (h - kh) // stride + 1, (w - kw) // stride + 1, kh, kw, c),
        strides=(h * w * c * b, stride * w * c * b, stride * c * b, w * c * b, c * b, b),
    )
    return np.einsum("nijabc,abco->nijo", win, kernel)
