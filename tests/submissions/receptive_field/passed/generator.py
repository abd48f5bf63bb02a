"""Style: a generator of sizes that checks each layer as it comes, consumed by np.fromiter."""
import numpy as np


def _sizes(layers):
    size = product = 1
    yield size
    for number, (kernel_size, stride, dilation) in enumerate(layers, 1):
        for name in ("kernel_size", "stride", "dilation"):
            if locals()[name] < 1:
                raise ValueError("layer {}: {} < 1".format(number, name))
        size = size + dilation * (kernel_size - 1) * product
        product = product * stride
        yield size


def receptive_field(layers):
    return np.fromiter(_sizes(layers), np.int64)
