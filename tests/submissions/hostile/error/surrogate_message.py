"""Raises an exception whose message holds a lone surrogate."""
def conv2d(x, kernel, stride=1, padding=0):
    raise ValueError("x kernel stride padding \ud800 here")
