"""Mistake: only a negative dilation is refused, as if 0 meant no dilation."""
import numpy as np


def receptive_field(layers):
    r, jump, out = 1, 1, [1]
    for k, s, d in layers:
        if k < 1:
            raise ValueError("kernel_size must be >= 1")
        if s < 1:
            raise ValueError("stride must be >= 1")
        if d < 0:
            raise ValueError("dilation must be >= 0")
        r += (k - 1) * max(d, 1) * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)
