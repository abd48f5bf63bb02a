"""Returns a number of a million digits."""


def conv2d(x, kernel, stride=1, padding=0):
    return 10**300_000
