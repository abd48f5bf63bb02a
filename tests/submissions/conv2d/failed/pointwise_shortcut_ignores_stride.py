"""Mistake: the fast path for 1x1 kernels forgets the stride."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c_in = x.shape
    kh, kw, kc, c_out = kernel.shape
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if kc != c_in:
        raise ValueError(f"kernel takes {kc} channels, x has {c_in}")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel must not be larger than the padded image")
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    if kh == kw == 1:
        return xp @ kernel[0, 0]
    ho = (h + 2 * padding - kh) // stride + 1
    wo = (w + 2 * padding - kw) // stride + 1
    cols = np.stack([xp[:, a:a + ho * stride:stride, b:b + wo * stride:stride]
                     for a in range(kh) for b in range(kw)], axis=3)
    return np.tensordot(cols, kernel.reshape(kh * kw, c_in, c_out), axes=2)
