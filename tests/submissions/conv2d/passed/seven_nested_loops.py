"""Style: seven nested loops over plain Python numbers, nothing clever."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c_in = x.shape
    kh, kw, kc, c_out = kernel.shape
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    if kc != c_in:
        raise ValueError("x and kernel have different numbers of input channels")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel is larger than the padded image")
    xp = np.zeros((n, h + 2 * padding, w + 2 * padding, c_in), dtype=x.dtype)
    xp[:, padding:padding + h, padding:padding + w, :] = x
    xp = xp.tolist()
    k = kernel.tolist()
    h_out = (h + 2 * padding - kh) // stride + 1
    w_out = (w + 2 * padding - kw) // stride + 1
    out = np.zeros((n, h_out, w_out, c_out), dtype=x.dtype)
    for b in range(n):
        for i in range(h_out):
            for j in range(w_out):
                for o in range(c_out):
                    total = 0.0
                    for di in range(kh):
                        for dj in range(kw):
                            for c in range(c_in):
                                total += xp[b][i * stride + di][j * stride + dj][c] * k[di][dj][c][o]
                    out[b, i, j, o] = total
    return out
