"""Starts a process pool."""

import multiprocessing


def conv2d(x, kernel, stride=1, padding=0):
    return multiprocessing.Pool(2).map(abs, [1])
