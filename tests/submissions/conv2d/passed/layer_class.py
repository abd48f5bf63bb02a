"""Style: a layer class with a forward method, and a function that builds and calls it."""
import numpy as np


class Conv2D(object):
    def __init__(self, kernel, stride, padding):
        if stride < 1:
            raise ValueError("Conv2D: stride must be >= 1, got {}".format(stride))
        if padding < 0:
            raise ValueError("Conv2D: padding must be >= 0, got {}".format(padding))
        self.weight = kernel.copy()
        self.stride = stride
        self.padding = padding
        self.kh, self.kw, self.in_channels, self.out_channels = kernel.shape

    def _size(self, length, k):
        return (length + 2 * self.padding - k) // self.stride + 1

    def _pad(self, x):
        p = self.padding
        return np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)), "constant", constant_values=0)

    def forward(self, x):
        n, h, w, c = x.shape
        if c != self.in_channels:
            raise ValueError("Conv2D: x has {} channels, need {}".format(c, self.in_channels))
        if h + 2 * self.padding < self.kh or w + 2 * self.padding < self.kw:
            raise ValueError("Conv2D: kernel does not fit into the padded input")
        self.x_pad = self._pad(x)
        self.out = np.zeros((n, self._size(h, self.kh), self._size(w, self.kw), self.out_channels), x.dtype)
        flat = self.weight.reshape(self.kh * self.kw * self.in_channels, self.out_channels)
        for i in range(self.out.shape[1]):
            for j in range(self.out.shape[2]):
                r, c = i * self.stride, j * self.stride
                patch = self.x_pad[:, r:r + self.kh, c:c + self.kw]
                self.out[:, i, j] = patch.reshape(n, flat.shape[0]).dot(flat)
        return self.out

    __call__ = forward


def conv2d(x, kernel, stride=1, padding=0):
    return Conv2D(kernel, stride, padding)(x)
