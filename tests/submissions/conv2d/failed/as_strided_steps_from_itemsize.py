"""Mistake: as_strided, with the step between windows worked out as if channels lay side by side, which a view's may not."""
import numpy as np
from numpy.lib.stride_tricks import as_strided


def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must be at least 0")
    if padding:
        x = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    n, h, w, c = x.shape
    kh, kw, c_in, c_out = kernel.shape
    if c != c_in:
        raise ValueError("kernel and x differ in their channels")
    if kh > h or kw > w:
        raise ValueError("kernel is larger than x with its padding")
    per_image, per_row, per_pixel, per_channel = x.strides
    step = per_pixel + (stride - 1) * c * x.itemsize
    windows = as_strided(
        x,
        (n, (h - kh) // stride + 1, (w - kw) // stride + 1, kh, kw, c),
        (per_image, stride * per_row, step, per_row, per_pixel, per_channel),
    )
    return np.tensordot(windows, kernel, 3)
