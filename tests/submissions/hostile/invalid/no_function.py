"""Defines nothing that is asked for."""

import numpy as np

def convolve2d(x, kernel):
    return x
