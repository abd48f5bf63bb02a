"""Style: numpy's floating-point errors set to raise at import, broadcasting and a sum over axes."""
import numpy as np

np.seterr(all="raise")
np.set_printoptions(precision=3, suppress=True)


def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if x.shape[3] != kernel.shape[2]:
        raise ValueError("x and kernel: channel mismatch")
    n, h, w, c = x.shape
    kh, kw, _, c_out = kernel.shape
    h2, w2 = h + 2 * padding, w + 2 * padding
    if kh > h2 or kw > w2:
        raise ValueError("kernel is larger than the padded image")
    xp = np.zeros((n, h2, w2, c), x.dtype)
    xp[:, padding:padding + h, padding:padding + w, :] = x
    h_out, w_out = 1 + (h2 - kh) // stride, 1 + (w2 - kw) // stride
    out = np.zeros((n, h_out, w_out, c_out), x.dtype)
    with np.errstate(under="ignore"):
        for i in range(h_out):
            for j in range(w_out):
                win = xp[:, i * stride:i * stride + kh, j * stride:j * stride + kw, :, np.newaxis]
                out[:, i, j, :] = (win * kernel[np.newaxis]).sum(axis=(1, 2, 3))
    return out
