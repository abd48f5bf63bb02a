"""Mistake: a layer's own stride is multiplied in before its growth is added."""
import numpy as np


def receptive_field(layers):
    r, jump = 1, 1
    out = [1]
    for k, s, d in layers:
        if k < 1 or s < 1 or d < 1:
            raise ValueError("kernel_size, stride and dilation must be >= 1")
        jump *= s
        r += (k - 1) * d * jump
        out.append(r)
    return np.array(out, dtype=np.int64)
