"""How much of the input one output element sees, layer by layer."""

import numpy as np


def receptive_field(layers: list[tuple[int, int, int]]) -> np.ndarray:
    """Return the receptive field, on the input and along one axis, of the input and of each layer's output.

    Args:
        layers: (kernel_size, stride, dilation) of each layer, from the input on.
    Returns:
        (len(layers) + 1,) int64; entry 0 is the input's own, 1, and entry l that of layer l's output.
    Raises:
        ValueError: any of the numbers is below 1.
    Source: Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.
    """
    fields = [1]
    jump = 1  # input pixels between neighbours of this layer's input: the product of the strides before it
    for index, (kernel_size, stride, dilation) in enumerate(layers):
        if kernel_size < 1 or stride < 1 or dilation < 1:
            raise ValueError(f"layers[{index}]: kernel_size, stride and dilation must be at least 1")
        fields.append(fields[-1] + (kernel_size - 1) * dilation * jump)
        jump *= stride
    return np.array(fields, dtype=np.int64)
