"""One operation in C that no signal handler of Python interrupts."""


def conv2d(x, kernel, stride=1, padding=0):
    return 7 ** (10**9)
