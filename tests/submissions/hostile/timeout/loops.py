"""Never returns."""


def conv2d(x, kernel, stride=1, padding=0):
    while True:
        pass
