"""Asks for 8 GiB."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    return np.ones(1 << 30)
