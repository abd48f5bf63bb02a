"""Style: loop over every output number, multiply the window and np.sum it."""
import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    if x.shape[3] != kernel.shape[2]:
        raise ValueError(f"kernel expects {kernel.shape[2]} channels, but x has {x.shape[3]}")
    if stride < 1:
        raise ValueError(f"stride = {stride}, it should be >= 1")
    if padding < 0:
        raise ValueError(f"padding = {padding}, it should be >= 0")

    x_pad = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    n, H, W, _ = x_pad.shape
    kh, kw, _, c_out = kernel.shape
    if kh > H or kw > W:
        raise ValueError(f"kernel ({kh}, {kw}) does not fit in the padded image ({H}, {W})")

    h_out = (H - kh) // stride + 1
    w_out = (W - kw) // stride + 1
    y = np.zeros((n, h_out, w_out, c_out), x.dtype)
    for img in range(n):
        for i in range(h_out):
            for j in range(w_out):
                top, left = i * stride, j * stride
                window = x_pad[img, top:top + kh, left:left + kw]
                for f in range(c_out):
                    y[img, i, j, f] = np.sum(window * kernel[:, :, :, f])
    return y
