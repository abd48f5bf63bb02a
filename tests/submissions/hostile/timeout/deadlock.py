"""Waits for itself."""

import threading

lock = threading.Lock()


def conv2d(x, kernel, stride=1, padding=0):
    lock.acquire()
    lock.acquire()
    return x
