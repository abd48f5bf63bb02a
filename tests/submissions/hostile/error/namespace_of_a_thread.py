"""Asks for a thread, which is allowed, in namespaces of its own, which are not."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
CLONE_VM, CLONE_SIGHAND, CLONE_THREAD, CLONE_NEWNS = 0x100, 0x800, 0x10000, 0x20000


def conv2d(x, kernel, stride=1, padding=0):
    made = libc.syscall(56, CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_NEWNS, 0, 0, 0, 0)
    if made < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return made
