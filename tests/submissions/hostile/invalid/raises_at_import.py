"""Fails while it is imported."""

import numpy as np

weights = np.zeros(3)[5]

def conv2d(x, kernel, stride=1, padding=0):
    return x
