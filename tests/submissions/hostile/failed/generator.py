"""Returns a generator."""


def conv2d(x, kernel, stride=1, padding=0):
    yield x
