"""Watches the processor."""

import ctypes
import os


def conv2d(x, kernel, stride=1, padding=0):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(298, 0, 0, 0, 0, 0) == -1:  # perf_event_open
        raise OSError(ctypes.get_errno(), "refused")
    return x
