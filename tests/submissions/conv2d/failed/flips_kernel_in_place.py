"""Mistake: the kernel is turned round in place before a true convolution turns it back."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if kc != c:
        raise ValueError("x and kernel do not have the same channels")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel larger than padded image")
    kernel[:] = kernel[::-1, ::-1].copy()
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    ho, wo = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    out = np.zeros((n, ho, wo, c_out), dtype=x.dtype)
    for i in range(ho):
        for j in range(wo):
            for a in range(kh):
                for b in range(kw):
                    out[:, i, j] += xp[:, i * stride + a, j * stride + b] @ kernel[kh - 1 - a, kw - 1 - b]
    return out
