"""Prints and returns half of a character, which no encoding can write."""


def conv2d(x, kernel, stride=1, padding=0):
    print("\ud800")
    return "\ud800"
