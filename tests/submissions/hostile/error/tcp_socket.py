"""Opens a TCP socket."""

import socket


def conv2d(x, kernel, stride=1, padding=0):
    return socket.create_connection(("127.0.0.1", 80))
