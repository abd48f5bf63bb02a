"""Mistake: the dilated kernel is taken to be k * d wide instead of (k - 1) * d + 1."""
import numpy as np


def receptive_field(layers):
    r = np.ones(len(layers) + 1, dtype=np.int64)
    jump = 1
    total = 1
    for i, (k, s, d) in enumerate(layers):
        if k < 1:
            raise ValueError("kernel_size must be >= 1")
        if s < 1:
            raise ValueError("stride must be >= 1")
        if d < 1:
            raise ValueError("dilation must be >= 1")
        total += (k * d - 1) * jump
        r[i + 1] = total
        jump *= s
    return r
