"""Is right the first time it is called, and wrong after."""

import numpy as np

calls = 0


def right(x, kernel, stride, padding):
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    view = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nhwcab,abco->nhwo", view, kernel)


def conv2d(x, kernel, stride=1, padding=0):
    global calls
    calls += 1
    return right(x, kernel, stride, padding) * (calls == 1)
