"""Reads its environment through /proc."""


def conv2d(x, kernel, stride=1, padding=0):
    return open("/proc/self/environ", "rb").read()
