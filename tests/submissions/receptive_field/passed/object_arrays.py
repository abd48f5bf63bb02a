"""Style: numpy object arrays hold Python ints of any size."""
import numpy as np


def receptive_field(layers):
    table = np.array(layers, dtype=object).reshape(len(layers), 3)
    if (table < 1).any():
        row = int(np.argmax((table < 1).any(axis=1)))
        raise ValueError(f"layers[{row}] = {tuple(table[row])} contains a number < 1")
    k, s, d = table.T
    before = np.ones(len(layers) + 1, dtype=object)
    before[1:] = s
    before = np.multiply.accumulate(before)[:-1]
    sizes = np.ones(len(layers) + 1, dtype=object)
    sizes[1:] = (k - 1) * d * before
    return np.add.accumulate(sizes).astype(np.int64)
