"""Not Python."""

def conv2d(x, kernel
    return x
