"""Style: one loop with a running product of the strides, Python ints."""
import numpy as np


def receptive_field(layers):
    r, jump = 1, 1
    result = [r]
    for k, s, d in layers:
        if k < 1:
            raise ValueError("kernel_size must be >= 1")
        if s < 1:
            raise ValueError("stride must be >= 1")
        if d < 1:
            raise ValueError("dilation must be >= 1")
        r += (k - 1) * d * jump
        jump *= s
        result.append(r)
    return np.array(result, dtype=np.int64)
