"""Opens a netlink socket."""

import socket


def conv2d(x, kernel, stride=1, padding=0):
    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
