"""Opens a file that it may read, to write into it."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    return os.open(os.__file__, os.O_RDWR)
