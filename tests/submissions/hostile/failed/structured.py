"""Returns an array of records."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    return np.zeros(3, dtype=[("a", "f8"), ("b", "i4")])
