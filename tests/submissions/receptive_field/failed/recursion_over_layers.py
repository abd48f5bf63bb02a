"""Mistake: one level of recursion per layer, too deep for thousands of layers."""
import numpy as np


def grow(layers, i, r, jump, out):
    out.append(r)
    if i == len(layers):
        return out
    k, s, d = layers[i]
    if k < 1 or s < 1 or d < 1:
        raise ValueError(f"layers[{i}] contains a number < 1")
    return grow(layers, i + 1, r + (k - 1) * d * jump, jump * s, out)


def receptive_field(layers):
    return np.array(grow(layers, 0, 1, 1, []), dtype=np.int64)
