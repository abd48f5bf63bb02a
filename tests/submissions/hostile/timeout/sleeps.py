"""Sleeps for ever."""

import time


def conv2d(x, kernel, stride=1, padding=0):
    time.sleep(1000)
