"""Mistake: float32 images are multiplied in half precision to save memory."""
import numpy as np

WORK = {np.dtype(np.float64): np.float64, np.dtype(np.float32): np.float16}


def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if x.shape[3] != kernel.shape[2]:
        raise ValueError("x and kernel have different channels")
    n, h, w, c = x.shape
    kh, kw, _, c_out = kernel.shape
    h, w = h + 2 * padding, w + 2 * padding
    if kh > h or kw > w:
        raise ValueError("kernel too large for the padded image")
    work = WORK[x.dtype]
    xp = np.zeros((n, h, w, c), work)
    xp[:, padding:h - padding, padding:w - padding] = x
    k = kernel.astype(work)
    out = np.zeros((n, (h - kh) // stride + 1, (w - kw) // stride + 1, c_out), x.dtype)
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            win = xp[:, i * stride:i * stride + kh, j * stride:j * stride + kw, :, None]
            out[:, i, j] = (win * k).sum(axis=(1, 2, 3), dtype=x.dtype)
    return out
