"""Mistake: stride and dilation are checked, kernel_size is not."""
import numpy as np


def receptive_field(layers):
    for _, s, d in layers:
        if s < 1:
            raise ValueError("stride must be >= 1")
        if d < 1:
            raise ValueError("dilation must be >= 1")
    r, jump, out = 1, 1, [1]
    for k, s, d in layers:
        r += (k - 1) * d * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)
