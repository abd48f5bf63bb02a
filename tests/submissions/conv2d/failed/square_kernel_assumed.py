"""Mistake: the kernel's height is used as its width too."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    k = kernel.shape[0]
    if c != kernel.shape[2]:
        raise ValueError("kernel does not have the channels of x")
    if stride < 1:
        raise ValueError("stride must be positive")
    if padding < 0:
        raise ValueError("padding must not be negative")
    if k > h + 2 * padding or kernel.shape[1] > w + 2 * padding:
        raise ValueError("kernel does not fit")
    ho = (h + 2 * padding - k) // stride + 1
    wo = (w + 2 * padding - k) // stride + 1
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    out = np.zeros((n, ho, wo, kernel.shape[3]), x.dtype)
    for a in range(k):
        for b in range(k):
            part = xp[:, a:a + (ho - 1) * stride + 1:stride, b:b + (wo - 1) * stride + 1:stride]
            out += part @ kernel[a, b]
    return out
