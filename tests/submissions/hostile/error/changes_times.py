"""Changes times."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    os.utime("/tmp")
    return x
