"""Wants a package that the kata does not allow."""

import torch

def conv2d(x, kernel, stride=1, padding=0):
    return torch.conv2d(x, kernel)
