"""Mistake: the sizes are added up as floats, which lose digits above 2**53."""
import numpy as np


def receptive_field(layers):
    for layer in layers:
        if min(layer) < 1:
            raise ValueError("numbers in layers must be >= 1")
    sizes = np.ones(len(layers) + 1)
    jump = 1
    for i, (k, s, d) in enumerate(layers, 1):
        sizes[i] = sizes[i - 1] + (k - 1) * d * jump
        jump *= s
    return sizes.astype(np.int64)
