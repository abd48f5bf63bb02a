"""Raises an exception that takes for ever to be shown."""

class Slow(Exception):
    def __str__(self):
        while True:
            pass


def conv2d(x, kernel, stride=1, padding=0):
    raise Slow
