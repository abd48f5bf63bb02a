"""Mistake: the input's own entry is left out."""
import numpy as np


def receptive_field(layers):
    r, jump, out = 1, 1, []
    for k, s, d in layers:
        if k < 1 or s < 1 or d < 1:
            raise ValueError("layers must hold numbers >= 1")
        r += (k - 1) * d * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)
