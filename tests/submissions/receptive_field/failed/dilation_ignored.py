"""Mistake: the dilation is checked but not used."""
import numpy as np


def receptive_field(layers):
    out = [1]
    jump = 1
    for i, (k, s, d) in enumerate(layers):
        if min(k, s, d) < 1:
            raise ValueError(f"layers[{i}] has a number below 1")
        out.append(out[-1] + (k - 1) * jump)
        jump *= s
    return np.array(out, dtype=np.int64)
