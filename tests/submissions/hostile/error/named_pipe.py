"""Makes a FIFO."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    os.mkfifo("/tmp/grade-was-here.fifo")
    return x
