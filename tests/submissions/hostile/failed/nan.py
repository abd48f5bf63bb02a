"""Returns nothing but NaN of the right shape."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    h = (x.shape[1] + 2 * padding - kernel.shape[0]) // stride + 1
    w = (x.shape[2] + 2 * padding - kernel.shape[1]) // stride + 1
    return np.full((x.shape[0], h, w, kernel.shape[3]), np.nan)
