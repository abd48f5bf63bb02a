"""Stops its parent."""

import os
import signal


def conv2d(x, kernel, stride=1, padding=0):
    os.kill(os.getppid(), signal.SIGSTOP)
