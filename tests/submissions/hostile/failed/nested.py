"""Returns a list nested 100,000 deep."""


def conv2d(x, kernel, stride=1, padding=0):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested
