"""Mistake: a stride larger than the kernel is cut down so that no pixel is left out."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c_in = x.shape
    kh, kw, kc, c_out = kernel.shape
    if c_in != kc:
        raise ValueError("kernel channels != x channels")
    if stride < 1:
        raise ValueError("stride should be >= 1")
    if padding < 0:
        raise ValueError("padding should be >= 0")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel should fit in the image")
    stride = min(stride, max(kh, kw))
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    h_out = (h + 2 * padding - kh) // stride + 1
    w_out = (w + 2 * padding - kw) // stride + 1
    out = np.empty((n, h_out, w_out, c_out), dtype=x.dtype)
    for i in range(h_out):
        for j in range(w_out):
            y, z = i * stride, j * stride
            out[:, i, j] = np.einsum("nabc,abco->no", xp[:, y:y + kh, z:z + kw], kernel)
    return out
