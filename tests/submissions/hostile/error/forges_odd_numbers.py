"""Forges an exception with positions beyond the table."""

import os
import sys
import time

from grader.jail import wire


def conv2d(x, kernel, stride=1, padding=0):
    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    forged = wire.encode(("raised", [10**30, -5], "ValueError", "stride padding x kernel", [10**30]))
    os.write(3, wire.frame(frame.f_locals["request"].token, forged))
    time.sleep(60)
