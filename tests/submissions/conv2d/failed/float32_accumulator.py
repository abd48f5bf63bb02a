"""Mistake: the output is allocated as float32 whatever comes in, so float64 loses half its digits."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c_in = x.shape
    kh, kw, kc, c_out = kernel.shape
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if c_in != kc:
        raise ValueError("x and kernel: channels do not match")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel exceeds the padded image")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    h_out = (h + 2 * padding - kh) // stride + 1
    w_out = (w + 2 * padding - kw) // stride + 1
    out = np.zeros((n, h_out, w_out, c_out), dtype=np.float32)
    for i in range(h_out):
        for j in range(w_out):
            window = xp[:, i * stride:i * stride + kh, j * stride:j * stride + kw]
            out[:, i, j] = np.tensordot(window, kernel, axes=3)
    return out.astype(x.dtype)
