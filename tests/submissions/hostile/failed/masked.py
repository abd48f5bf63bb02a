"""Returns an array in which everything is masked."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    return np.ma.masked_all((1, 2, 2, 1))
