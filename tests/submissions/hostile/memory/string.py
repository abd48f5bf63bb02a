"""Doubles a string without end."""


def conv2d(x, kernel, stride=1, padding=0):
    text = "x"
    while True:
        text += text
