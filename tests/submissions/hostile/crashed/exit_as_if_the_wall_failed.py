"""Ends its process with the status of a wall that does not stand."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    os._exit(70)
