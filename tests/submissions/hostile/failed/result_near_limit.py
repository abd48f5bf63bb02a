"""Returns an array of 200 MiB, which fits once into its memory but not three times."""
import numpy as np
def conv2d(x, kernel, stride=1, padding=0):
    return np.ones(200 << 17)
