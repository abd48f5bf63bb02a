"""Prints without end."""


def conv2d(x, kernel, stride=1, padding=0):
    while True:
        print("x" * 1000)
