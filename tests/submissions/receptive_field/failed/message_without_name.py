"""Mistake: the message does not say which argument is bad."""
import numpy as np


def receptive_field(layers):
    r, jump, out = 1, 1, [1]
    for k, s, d in layers:
        if k < 1 or s < 1 or d < 1:
            raise ValueError(f"invalid configuration {(k, s, d)}: positive integers expected")
        r += (k - 1) * d * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)
