"""Reads address 0."""

import ctypes


def conv2d(x, kernel, stride=1, padding=0):
    return ctypes.string_at(0)
