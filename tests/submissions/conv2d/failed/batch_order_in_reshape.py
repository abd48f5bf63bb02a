"""Mistake: the columns are stacked position first, image second, and reshaped as if image came first."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if kc != c:
        raise ValueError("x has the wrong number of channels")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel is larger than the image with its padding")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    h_out = (h + 2 * padding - kh) // stride + 1
    w_out = (w + 2 * padding - kw) // stride + 1
    cols = np.array([
        xp[:, i * stride:i * stride + kh, j * stride:j * stride + kw].reshape(n, kh * kw * c)
        for i in range(h_out) for j in range(w_out)
    ])
    return (cols @ kernel.reshape(kh * kw * c, c_out)).reshape(n, h_out, w_out, c_out)
