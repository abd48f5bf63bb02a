"""Mistake: the message about a large kernel speaks of kernel_size, which is no argument."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, kc, c_out = kernel.shape
    if c != kc:
        raise ValueError(f"x has {c} channels, kernel has {kc}")
    if stride < 1:
        raise ValueError(f"stride is {stride}")
    if padding < 0:
        raise ValueError(f"padding is {padding}")
    ho, wo = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    if ho < 1 or wo < 1:
        raise ValueError(f"kernel_size {(kh, kw)} exceeds the image")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    out = np.zeros((n, ho, wo, c_out), x.dtype)
    for i in range(ho):
        for j in range(wo):
            win = xp[:, i * stride:i * stride + kh, j * stride:j * stride + kw]
            out[:, i, j] = np.tensordot(win, kernel, axes=3)
    return out
