"""Mistake: each side of the centre is taken as k // 2, one pixel too many for even kernels."""
import numpy as np


def receptive_field(layers):
    r, jump, out = 1, 1, [1]
    for k, s, d in layers:
        if k < 1 or s < 1 or d < 1:
            raise ValueError(f"kernel_size={k}, stride={s}, dilation={d}: must be >= 1")
        r += 2 * (k // 2) * d * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)
