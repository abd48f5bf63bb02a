"""Mistake: reshape with -1 cannot guess the size of a batch of 0 images."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    if kc != c:
        raise ValueError("kernel channels differ from those of x")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel larger than the padded image")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    flat = kernel.reshape(-1, c_out)
    rows = []
    for top in range(0, h + 2 * padding - kh + 1, stride):
        for left in range(0, w + 2 * padding - kw + 1, stride):
            rows.append(xp[:, top:top + kh, left:left + kw].reshape(n, -1) @ flat)
    h_out = (h + 2 * padding - kh) // stride + 1
    return np.stack(rows, axis=1).reshape(n, h_out, -1, c_out)
