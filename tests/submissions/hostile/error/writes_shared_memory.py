"""Writes into /dev/shm."""


def conv2d(x, kernel, stride=1, padding=0):
    open("/dev/shm/grade-was-here", "w").write("x")
    return x
