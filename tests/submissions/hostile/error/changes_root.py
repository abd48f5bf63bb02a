"""Changes the root folder."""

import os


def conv2d(x, kernel, stride=1, padding=0):
    os.chroot("/tmp")
    return x
