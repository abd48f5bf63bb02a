"""Opens a unix socket."""

import socket


def conv2d(x, kernel, stride=1, padding=0):
    return socket.socket(socket.AF_UNIX)
