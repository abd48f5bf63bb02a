"""Returns a number of 5,000 digits, small enough to cross and too long to print."""
def conv2d(x, kernel, stride=1, padding=0):
    return 10**5000
