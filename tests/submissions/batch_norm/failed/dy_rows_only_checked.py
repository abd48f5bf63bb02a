"""Mistake: only the number of rows of dy is compared with that of x."""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    if x.ndim != 2:
        raise ValueError("x must be 2-d")
    n, d = x.shape
    args = [gamma, beta, running_mean, running_var]
    names = ["gamma", "beta", "running_mean", "running_var"]
    for k in range(4):
        if args[k].ndim != 1 or args[k].shape[0] != d:
            raise ValueError(names[k] + " must have one number per feature")
    cache = []
    if training:
        if n < 2:
            raise ValueError("x must have 2 rows at least")
        ones = np.ones(n, dtype=x.dtype)
        mean = ones @ x / n
        xc = x - mean
        var = ones @ (xc * xc) / n
        new_running_mean = (1 - momentum) * running_mean + momentum * mean
        new_running_var = (1 - momentum) * running_var + momentum * (ones @ (xc * xc)) / (n - 1)
        inv = (var + eps) ** -0.5
        xn = xc * inv
        cache = [ones, xn, inv * gamma]
    else:
        xn = (x - running_mean) * (running_var + eps) ** -0.5
        new_running_mean, new_running_var = running_mean, running_var
    y = xn * gamma + beta
    return y, cache, new_running_mean, new_running_var


def batch_norm_backward(dy, cache):
    ones, xn, scale = cache
    if len(dy) != len(xn):
        raise ValueError("dy must have the shape of x")
    n = ones.size
    dbeta = ones @ dy
    dgamma = ones @ (dy * xn)
    dx = scale * (dy - np.outer(ones, dbeta) / n - xn * (dgamma / n))
    return dx, dgamma, dbeta
