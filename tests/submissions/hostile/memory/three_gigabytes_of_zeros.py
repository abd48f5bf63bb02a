"""Asks for 3 GB that nobody touches."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    return np.zeros(3 * 10**9, dtype=np.uint8)
