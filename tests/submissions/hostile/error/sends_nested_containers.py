"""Sends a reply of a hundred thousand lists in lists."""

import os
import struct
import sys
import time

from grader.jail import wire


def conv2d(x, kernel, stride=1, padding=0):
    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    token = frame.f_locals["request"].token
    nested = wire.Encoded()
    nested.nodes = [wire.Ext(1, struct.pack("<I", 1))] * 100_000 + [None]
    os.write(3, wire.frame(token, nested))
    time.sleep(60)
