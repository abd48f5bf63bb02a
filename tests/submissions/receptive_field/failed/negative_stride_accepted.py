"""Mistake: only stride 0 is refused."""
import numpy as np


def receptive_field(layers):
    r, jump, out = 1, 1, [1]
    for k, s, d in layers:
        if k < 1:
            raise ValueError("kernel_size must be >= 1")
        if not s:
            raise ValueError("stride must not be 0")
        if d < 1:
            raise ValueError("dilation must be >= 1")
        r += (k - 1) * d * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)
