"""Style: a table is printed while it works, and a warning is given."""
import sys
import warnings

import numpy as np


def receptive_field(layers):
    print("layer   kernel stride dilation   r")
    warnings.warn("receptive_field is experimental", FutureWarning, stacklevel=2)
    wrong = [(i, layer) for i, layer in enumerate(layers) if any(n < 1 for n in layer)]
    if wrong:
        print("wrong:", wrong, file=sys.stderr)
        raise ValueError(f"kernel_size, stride and dilation must all be >= 1; look at {wrong[0]} in layers")
    r = np.zeros(len(layers) + 1, np.int64)
    r[0] = 1
    strides = 1
    for l in range(1, len(layers) + 1):
        k, s, d = layers[l - 1]
        step = (k - 1) * d
        r[l] = int(r[l - 1]) + step * (strides if step else 0)
        print(f"{l:5d} {k:6} {s:6} {d:8} {r[l]}")
        strides *= s
    sys.stdout.flush()
    return r
