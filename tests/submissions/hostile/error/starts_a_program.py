"""Starts a program."""

import subprocess


def conv2d(x, kernel, stride=1, padding=0):
    return subprocess.run(["/bin/true"])
