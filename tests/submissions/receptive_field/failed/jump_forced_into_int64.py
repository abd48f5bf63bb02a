"""Mistake: jumps are put into an int64 array although only results are sure to fit."""
import numpy as np


def receptive_field(layers):
    jumps = [1]
    for k, s, d in layers:
        if k < 1 or s < 1 or d < 1:
            raise ValueError("kernel_size, stride and dilation must be positive")
        jumps.append(jumps[-1] * s)
    jumps = np.array(jumps[:-1], dtype=np.int64)
    growth = np.array([(k - 1) * d for k, _, d in layers], dtype=np.int64)
    return np.concatenate([[1], 1 + np.cumsum(growth * jumps)]).astype(np.int64)
