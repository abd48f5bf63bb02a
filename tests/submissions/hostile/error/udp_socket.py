"""Opens a UDP socket."""

import socket


def conv2d(x, kernel, stride=1, padding=0):
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
