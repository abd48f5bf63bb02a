"""Returns ten million characters."""


def conv2d(x, kernel, stride=1, padding=0):
    return "x" * 10**7
