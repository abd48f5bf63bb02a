"""Mistake: lru_cache gives the same array object to every call with equal layers."""
from functools import lru_cache

import numpy as np


@lru_cache(maxsize=None)
def _compute(layers):
    r, jump, out = 1, 1, [1]
    for k, s, d in layers:
        if k < 1 or s < 1 or d < 1:
            raise ValueError("layers: kernel_size, stride and dilation must be >= 1")
        r += (k - 1) * d * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)


def receptive_field(layers):
    return _compute(tuple(map(tuple, layers)))
