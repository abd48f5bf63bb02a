"""The receptive field, layer by layer: write the body. receptive_field.md says what it must do."""

import numpy as np


def receptive_field(layers: list[tuple[int, int, int]]) -> np.ndarray:
    """Return the fields of the input and of each layer's output; a layer is (kernel_size, stride, dilation)."""
    raise NotImplementedError("receptive_field is yours to write")
