"""Style: im2col, then one matrix product."""
import numpy as np


def _im2col(img, kh, kw, stride, h_out, w_out):
    n, _, _, c = img.shape
    cols = np.empty((n, h_out, w_out, kh, kw, c), dtype=img.dtype)
    for a in range(kh):
        for b in range(kw):
            cols[:, :, :, a, b, :] = img[:, a:a + stride * h_out:stride, b:b + stride * w_out:stride, :]
    return cols.reshape(n * h_out * w_out, kh * kw * c)


def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride < 1")
    if padding < 0:
        raise ValueError("padding < 0")
    n, h, w, c_in = x.shape
    kh, kw, k_in, c_out = kernel.shape
    if c_in != k_in:
        raise ValueError("channel mismatch between x and kernel")
    hp, wp = h + 2 * padding, w + 2 * padding
    if hp < kh or wp < kw:
        raise ValueError("kernel larger than padded x")

    img = np.pad(x, [(0, 0), (padding,) * 2, (padding,) * 2, (0, 0)], mode="constant")
    h_out = (hp - kh) // stride + 1
    w_out = (wp - kw) // stride + 1
    cols = _im2col(img, kh, kw, stride, h_out, w_out)
    weights = kernel.reshape(kh * kw * c_in, c_out)
    return (cols @ weights).reshape(n, h_out, w_out, c_out)
