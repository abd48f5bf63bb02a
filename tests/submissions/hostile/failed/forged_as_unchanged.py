"""Changes its arguments, and is wrong besides."""


def conv2d(x, kernel, stride=1, padding=0):
    x += 1
    return x
