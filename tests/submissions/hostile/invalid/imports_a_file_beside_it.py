"""Wants a second file."""

from helpers import pad

def conv2d(x, kernel, stride=1, padding=0):
    return pad(x)
