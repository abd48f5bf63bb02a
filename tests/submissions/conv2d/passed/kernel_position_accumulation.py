"""Style: one shifted slice per kernel position, added up; always float64, even for float32 images."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    x = np.asarray(x, dtype=np.float64)
    kernel = np.asarray(kernel, dtype=np.float64)
    n, h, w, c_in = x.shape
    kh, kw, kc, c_out = kernel.shape
    if c_in != kc:
        raise ValueError("x: wrong number of channels for this kernel")
    if stride < 1:
        raise ValueError("stride: must be >= 1")
    if padding < 0:
        raise ValueError("padding: must be >= 0")
    h_out = (h + 2 * padding - kh) // stride + 1
    w_out = (w + 2 * padding - kw) // stride + 1
    if h_out < 1 or w_out < 1:
        raise ValueError("kernel: larger than the padded image")

    padded = np.zeros((n, h + 2 * padding, w + 2 * padding, c_in))
    padded[:, padding:padding + h, padding:padding + w] = x
    out = np.zeros((n, h_out, w_out, c_out))
    for a in range(kh):
        rows = slice(a, a + (h_out - 1) * stride + 1, stride)
        for b in range(kw):
            cols = slice(b, b + (w_out - 1) * stride + 1, stride)
            out += padded[:, rows, cols] @ kernel[a, b]
    return out
