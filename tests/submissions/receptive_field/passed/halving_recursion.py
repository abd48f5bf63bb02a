"""Style: divide and conquer; two halves of the network are joined, so recursion stays shallow."""
import numpy as np


def halves(layers):
    """Growths of r after each layer as seen from these layers' own input, and the product of strides."""
    if not layers:
        return [], 1
    if len(layers) == 1:
        (k, s, d), = layers
        return [(k - 1) * d], s
    middle = len(layers) // 2
    left, stride_left = halves(layers[:middle])
    right, stride_right = halves(layers[middle:])
    total = left[-1]
    return left + [total + stride_left * g for g in right], stride_left * stride_right


def receptive_field(layers):
    for kernel_size, stride, dilation in layers:
        if not (kernel_size >= 1 and stride >= 1 and dilation >= 1):
            raise ValueError(f"bad layer: kernel_size={kernel_size}, stride={stride}, dilation={dilation}")
    growth, _ = halves(list(layers))
    return np.array([1] + [1 + g for g in growth], dtype="int64")
