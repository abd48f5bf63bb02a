"""Makes a list without end."""


def conv2d(x, kernel, stride=1, padding=0):
    held = []
    while True:
        held.append([0] * 1000)
