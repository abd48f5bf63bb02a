"""Style: one reduce over a tuple of state."""
from functools import reduce

import numpy as np


def _bad(layer):
    raise ValueError("layers: %r has a number below 1" % (layer,))


receptive_field = lambda layers: np.array(
    reduce(
        lambda state, layer: (
            state[0].append(state[0][-1] + (layer[0] - 1) * layer[2] * state[1]) or (state[0], state[1] * layer[1])
            if all(number >= 1 for number in layer) else _bad(layer)
        ),
        layers,
        ([1], 1),
    )[0],
    dtype=np.int64,
)
