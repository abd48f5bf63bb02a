"""Mistake: only the first layer's numbers are checked."""
import numpy as np


def receptive_field(layers):
    if layers and min(layers[0]) < 1:
        raise ValueError("layers: kernel_size, stride and dilation must be >= 1")
    r, jump, out = 1, 1, [1]
    for k, s, d in layers:
        r += (k - 1) * d * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)
