"""Makes a file in memory."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    return os.memfd_create("x")
