"""Makes a folder."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    os.mkdir("/tmp/grade-was-here.d")
    return x
