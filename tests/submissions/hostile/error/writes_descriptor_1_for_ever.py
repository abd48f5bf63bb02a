"""Prints without end, past Python."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    while True:
        os.write(1, b"z" * 4096)
