"""Writes into /tmp."""


def conv2d(x, kernel, stride=1, padding=0):
    open("/tmp/grade-was-here", "w").write("x")
    return x
