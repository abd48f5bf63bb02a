"""Lists the packages that are installed."""

import os

import numpy


def conv2d(x, kernel, stride=1, padding=0):
    return os.listdir(os.path.dirname(numpy.__path__[0]))
