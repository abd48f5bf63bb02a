"""Announces a reply of 2**60 bytes."""

import os
import struct
import time


def conv2d(x, kernel, stride=1, padding=0):
    os.write(3, struct.pack("<IQ", 100, 2**60))
    time.sleep(60)
