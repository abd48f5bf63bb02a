"""Mistake: the kernel's matrix is kept from the first call and found again by shape alone."""
import numpy as np

_matrices = {}


def _matrix(kernel):
    key = (kernel.shape, kernel.dtype)
    if key not in _matrices:
        kh, kw, c, m = kernel.shape
        _matrices[key] = kernel.reshape(kh * kw * c, m).copy()
    return _matrices[key]


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    if c != kc:
        raise ValueError("x and kernel: channels")
    if stride < 1:
        raise ValueError("stride: must be >= 1")
    if padding < 0:
        raise ValueError("padding: must be >= 0")
    ho, wo = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    if ho <= 0 or wo <= 0:
        raise ValueError("kernel: larger than padded image")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    cols = np.concatenate([xp[:, a:a + ho * stride:stride, b:b + wo * stride:stride]
                           for a in range(kh) for b in range(kw)], axis=3)
    return cols @ _matrix(kernel)
