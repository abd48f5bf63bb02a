"""Style: the span of input pixels under output pixel 0 as affine maps, floating-point errors raise."""
import numpy as np

np.seterr(all="raise")


def receptive_field(layers):
    # pixel i of layer l's output sees the input pixels from scale * i to scale * i + reach
    scale, reach = 1, 0
    reaches = [0]
    for layer in layers:
        try:
            kernel_size, stride, dilation = map(int, layer)
        except TypeError:
            raise ValueError(f"layers: {layer!r} is not a triple") from None
        for smallest in sorted(layer)[:1]:
            if smallest < 1:
                raise ValueError(f"layers: {layer!r} holds {smallest}, which is below 1")
        last_tap = (kernel_size - 1) * dilation
        scale, reach = scale * stride, reach + scale * last_tap
        reaches.append(reach)
    return np.add(np.array(reaches, dtype=np.int64), 1)
