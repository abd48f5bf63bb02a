"""Mistake: the jump is 1 plus the sum of (stride - 1), not the product of the strides."""
import numpy as np


def receptive_field(layers):
    r, jump, out = 1, 1, [1]
    for k, s, d in layers:
        if k < 1:
            raise ValueError("kernel_size must be >= 1")
        if s < 1:
            raise ValueError("stride must be >= 1")
        if d < 1:
            raise ValueError("dilation must be >= 1")
        r += (k - 1) * d * jump
        jump += s - 1
        out.append(r)
    return np.array(out, dtype=np.int64)
