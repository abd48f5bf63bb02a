"""Mistake: layers are taken off the caller's list."""
import numpy as np


def receptive_field(layers):
    for k, s, d in layers:
        if k < 1 or s < 1 or d < 1:
            raise ValueError("layers need numbers >= 1")
    r, jump, out = 1, 1, [1]
    layers.reverse()
    while layers:
        k, s, d = layers.pop()
        r += (k - 1) * d * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)
