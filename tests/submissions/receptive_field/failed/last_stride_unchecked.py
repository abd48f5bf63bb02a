"""Mistake: strides are checked where they are used, and the last layer's is not."""
import numpy as np


def receptive_field(layers):
    out = [1]
    jump = 1
    for i, (k, s, d) in enumerate(layers):
        if i > 0:
            previous = layers[i - 1][1]
            if previous < 1:
                raise ValueError("stride must be >= 1")
            jump *= previous
        if k < 1:
            raise ValueError("kernel_size must be >= 1")
        if d < 1:
            raise ValueError("dilation must be >= 1")
        out.append(out[-1] + (k - 1) * d * jump)
    return np.array(out, dtype=np.int64)
