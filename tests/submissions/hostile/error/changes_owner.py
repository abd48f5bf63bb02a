"""Changes an owner."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    os.chown("/tmp", 0, 0)
    return x
