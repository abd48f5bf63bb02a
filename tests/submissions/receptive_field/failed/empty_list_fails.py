"""Mistake: unpacking zip(*layers) fails for a network without layers."""
import numpy as np


def receptive_field(layers):
    ks, ss, ds = zip(*layers)
    if min(ks) < 1:
        raise ValueError("kernel_size must be >= 1")
    if min(ss) < 1:
        raise ValueError("stride must be >= 1")
    if min(ds) < 1:
        raise ValueError("dilation must be >= 1")
    r, jump, out = 1, 1, [1]
    for k, s, d in zip(ks, ss, ds):
        r += (k - 1) * d * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)
