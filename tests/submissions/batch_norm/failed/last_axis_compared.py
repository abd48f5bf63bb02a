"""Mistake: only the last axis of gamma, beta and the running figures is compared."""
from types import SimpleNamespace

import numpy as np


def two_pass(xt):
    n = xt.shape[1]
    mean = xt.sum(axis=1) / n
    deviation = xt - mean[:, None]
    left_over = deviation.sum(axis=1) / n
    mean = mean + left_over
    deviation = xt - mean[:, None]
    sum_of_squares = (deviation ** 2).sum(axis=1) - deviation.sum(axis=1) ** 2 / n
    return mean, deviation, sum_of_squares


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    xt = x.T
    d, n = xt.shape
    for label, vector in (("gamma", gamma), ("beta", beta), ("running_mean", running_mean),
                          ("running_var", running_var)):
        if vector.shape[-1] != d:
            raise ValueError("there must be one %s for each of the %d features" % (label, d))
    cache = SimpleNamespace()
    if training:
        if n < 2:
            raise ValueError("one row is not enough: x")
        mean, deviation, total = two_pass(xt)
        std = np.sqrt(total / n + eps)
        new_mean = (1.0 - momentum) * running_mean + momentum * mean
        new_var = (1.0 - momentum) * running_var + momentum * (total / (n - 1))
    else:
        deviation = xt - running_mean[:, None]
        std = np.sqrt(running_var + eps)
        new_mean, new_var = running_mean, running_var
    cache.normal = deviation / std[:, None]
    cache.slope = gamma / std
    yt = cache.normal * gamma[:, None] + beta[:, None]
    return yt.T, cache, new_mean, new_var


def batch_norm_backward(dy, cache):
    dyt = dy.T
    if dyt.shape != cache.normal.shape:
        raise ValueError("dy is not shaped like x")
    n = dyt.shape[1]
    dbeta = dyt.sum(axis=1)
    dgamma = (dyt * cache.normal).sum(axis=1)
    dxt = cache.slope[:, None] * (dyt - (dbeta[:, None] + cache.normal * dgamma[:, None]) / n)
    return dxt.T, dgamma, dbeta
