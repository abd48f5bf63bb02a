"""Prints errors without end."""

import sys


def conv2d(x, kernel, stride=1, padding=0):
    while True:
        sys.stderr.write("y" * 1000)
