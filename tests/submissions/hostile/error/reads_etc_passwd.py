"""Reads a file of the system."""


def conv2d(x, kernel, stride=1, padding=0):
    return open("/etc/passwd").read()
