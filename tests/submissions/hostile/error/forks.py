"""Forks."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    return os.fork()
