"""Returns, raises or ends its process, something else at each call."""

import os

calls = 0


def conv2d(x, kernel, stride=1, padding=0):
    global calls
    calls += 1
    if calls % 7 == 0:
        os._exit(3)
    if calls % 3 == 0:
        raise StopIteration("x")
    return [(kernel,), {1: x}][calls % 3 - 1]
