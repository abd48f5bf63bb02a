"""Mistake: the dilation is carried on to later layers as if it were a stride."""
import numpy as np


def receptive_field(layers):
    r, jump, out = 1, 1, [1]
    for k, s, d in layers:
        if k < 1:
            raise ValueError("kernel_size < 1")
        if s < 1:
            raise ValueError("stride < 1")
        if d < 1:
            raise ValueError("dilation < 1")
        jump *= d
        r += (k - 1) * jump
        jump *= s
        out.append(r)
    return np.array(out, dtype=np.int64)
