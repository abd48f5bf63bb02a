"""Returns a view that claims to be 8 TB large."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    return np.broadcast_to(np.zeros(1), (10**6, 10**6))
