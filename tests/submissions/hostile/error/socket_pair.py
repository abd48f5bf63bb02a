"""Makes a pair of sockets."""

import socket


def conv2d(x, kernel, stride=1, padding=0):
    return socket.socketpair()
