"""Returns an array of objects."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    return np.array([[[[object()]]]], dtype=object)
