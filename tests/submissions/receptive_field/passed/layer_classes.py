"""Style: objects for layers and for the network, properties and operator overloading."""
import numpy as np


class Field:
    """size is the receptive field, jump the distance between neighbours, both in pixels of the input."""

    def __init__(self, size=1, jump=1):
        self.size = size
        self.jump = jump

    def __rshift__(self, layer):
        return Field(self.size + (layer.extent - 1) * self.jump, self.jump * layer.stride)


class Layer:
    def __init__(self, kernel_size, stride, dilation):
        for name, value in vars_of(kernel_size=kernel_size, stride=stride, dilation=dilation):
            if value < 1:
                raise ValueError("Layer(%s=%r): must be >= 1" % (name, value))
        self.kernel_size = kernel_size
        self.stride = stride
        self.dilation = dilation

    @property
    def extent(self):
        return (self.kernel_size - 1) * self.dilation + 1


def vars_of(**kwargs):
    return kwargs.items()


class Network:
    def __init__(self, layers):
        self.layers = [Layer(*numbers) for numbers in layers]

    def fields(self):
        field = Field()
        found = [field]
        for layer in self.layers:
            field = field >> layer
            found.append(field)
        return found


def receptive_field(layers):
    return np.asarray([field.size for field in Network(layers).fields()], dtype=np.int64)
