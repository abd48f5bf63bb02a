"""Overflows the stack of C."""

import pickle
import sys


def conv2d(x, kernel, stride=1, padding=0):
    sys.setrecursionlimit(10**9)
    nested = []
    for _ in range(200_000):
        nested = [nested]
    return pickle.dumps(nested)
