"""Mistake: jumps are cached by the number of layers, so another network of that depth gets the first one's."""
import numpy as np

_jumps = {}


def receptive_field(layers):
    for k, s, d in layers:
        if k < 1 or s < 1 or d < 1:
            raise ValueError("layers: a number is < 1")
    if len(layers) not in _jumps:
        jumps = [1]
        for _, s, _ in layers:
            jumps.append(jumps[-1] * s)
        _jumps[len(layers)] = jumps
    out = [1]
    for (k, _, d), jump in zip(layers, _jumps[len(layers)]):
        out.append(out[-1] + (k - 1) * d * jump)
    return np.array(out, dtype=np.int64)
