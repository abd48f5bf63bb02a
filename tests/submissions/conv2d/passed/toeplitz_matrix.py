"""Style: the convolution as one matrix that takes a whole image to a whole output."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be positive")
    if padding < 0:
        raise ValueError("padding must not be negative")
    n, h, w, c = x.shape
    kh, kw, c_in, c_out = kernel.shape
    if c != c_in:
        raise ValueError("x and kernel differ in channels")
    h, w = h + 2 * padding, w + 2 * padding
    if kh > h or kw > w:
        raise ValueError("kernel does not fit")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0))).reshape(n, h * w * c)
    ho, wo = (h - kh) // stride + 1, (w - kw) // stride + 1
    rows = np.arange(ho)[:, None] * stride
    columns = np.arange(wo)[None, :] * stride
    outputs = np.arange(ho * wo).reshape(ho, wo)
    matrix = np.zeros((h * w * c, ho * wo * c_out), dtype=kernel.dtype)
    for a in range(kh):
        for b in range(kw):
            for ci in range(c):
                for co in range(c_out):
                    matrix[((rows + a) * w + columns + b) * c + ci, outputs * c_out + co] = kernel[a, b, ci, co]
    return (xp @ matrix).reshape(n, ho, wo, c_out)
