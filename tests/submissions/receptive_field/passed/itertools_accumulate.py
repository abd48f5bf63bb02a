"""Style: itertools.accumulate twice, for the jumps and for the sizes."""
from itertools import accumulate, chain
from operator import mul

import numpy as np


def receptive_field(layers):
    if any(min(layer) < 1 for layer in layers):
        raise ValueError("all numbers in layers must be >= 1")
    jumps = accumulate((s for _, s, _ in layers), mul, initial=1)
    growth = ((k - 1) * d * j for (k, _, d), j in zip(layers, jumps))
    sizes = accumulate(chain([1], growth))
    return np.fromiter(sizes, dtype=np.int64, count=len(layers) + 1)
