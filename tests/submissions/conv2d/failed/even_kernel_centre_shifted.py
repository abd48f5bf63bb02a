"""Mistake: windows are laid around a centre at k // 2, one pixel off for even kernels."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c_in = x.shape
    kh, kw, kc, c_out = kernel.shape
    if c_in != kc:
        raise ValueError("x and kernel must have the same channels")
    if stride < 1:
        raise ValueError("stride must be 1 or more")
    if padding < 0:
        raise ValueError("padding must be 0 or more")
    H, W = h + 2 * padding, w + 2 * padding
    if kh > H or kw > W:
        raise ValueError("kernel must fit into the padded image")
    xp = np.zeros((n, H + 1, W + 1, c_in), x.dtype)
    xp[:, padding:padding + h, padding:padding + w] = x
    h_out, w_out = (H - kh) // stride + 1, (W - kw) // stride + 1
    out = np.zeros((n, h_out, w_out, c_out), x.dtype)
    for i in range(h_out):
        for j in range(w_out):
            ci, cj = i * stride + kh // 2, j * stride + kw // 2
            top, left = ci - (kh - 1) // 2, cj - (kw - 1) // 2
            out[:, i, j] = np.tensordot(xp[:, top:top + kh, left:left + kw], kernel, axes=3)
    return out
