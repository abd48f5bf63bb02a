"""Sends bytes that are no reply."""

import os
import time


def conv2d(x, kernel, stride=1, padding=0):
    os.write(3, b"\xff" * 4096)
    time.sleep(60)
