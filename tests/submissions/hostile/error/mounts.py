"""Mounts a file system."""

import ctypes
import os


def conv2d(x, kernel, stride=1, padding=0):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(165, 0, 0, 0, 0, 0) == -1:  # mount
        raise OSError(ctypes.get_errno(), "refused")
    return x
