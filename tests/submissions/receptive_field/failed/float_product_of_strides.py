"""Mistake: np.prod of the strides as floats, rounded back to an int."""
import numpy as np


def receptive_field(layers):
    for layer in layers:
        if any(n < 1 for n in layer):
            raise ValueError("layers must contain numbers >= 1 only")
    strides = np.array([s for _, s, _ in layers], dtype=float)
    with np.errstate(over="ignore"):
        jumps = np.concatenate([[1.0], np.cumprod(strides)])
    r, out = 1, [1]
    for (k, _, d), jump in zip(layers, jumps):
        if k > 1:
            r += (k - 1) * d * int(jump)
        out.append(r)
    return np.array(out, dtype=np.int64)
