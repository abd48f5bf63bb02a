"""Returns a list of some hundred arrays, each slow to print."""
import numpy as np
def conv2d(x, kernel, stride=1, padding=0):
    return [np.random.default_rng(0).standard_normal(1000)] * 300
