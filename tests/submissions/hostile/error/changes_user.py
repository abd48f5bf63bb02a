"""Becomes somebody else."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    os.setuid(1)
    return x
