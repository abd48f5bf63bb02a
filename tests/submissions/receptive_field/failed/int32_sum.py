"""Mistake: the growths are stored as int32 and overflow above 2**31."""
import numpy as np


def receptive_field(layers):
    if any(n < 1 for layer in layers for n in layer):
        raise ValueError("kernel_size, stride, dilation: each must be >= 1")
    growth, jump = [1], 1
    for k, s, d in layers:
        growth.append((k - 1) * d * jump & 0xFFFFFFFF)
        jump *= s
    growth = np.array(growth, dtype=np.uint32).view(np.int32)
    return np.cumsum(growth, dtype=np.int32).astype(np.int64)
