"""Returns a list that contains itself."""


def conv2d(x, kernel, stride=1, padding=0):
    cycle = []
    cycle.append(cycle)
    return cycle
