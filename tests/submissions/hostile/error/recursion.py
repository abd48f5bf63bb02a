"""Calls itself for ever."""


def conv2d(x, kernel, stride=1, padding=0):
    return conv2d(x, kernel, stride, padding)
