"""Mistake: dgamma and dbeta are exchanged in the backward pass."""
from functools import partial, reduce, wraps
from operator import add

import numpy as np

average = lambda rows: reduce(add, rows) / len(rows)
blend = lambda old, new, share: (1 - share) * old + share * new


def checked(forward):
    @wraps(forward)
    def wrapper(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
        vectors = zip(("gamma", "beta", "running_mean", "running_var"), (gamma, beta, running_mean, running_var))
        bad = next((name for name, v in vectors if v.shape != x.shape[1:]), None)
        bad = bad or ("x" if training and len(x) < 2 else None)
        if bad is not None:
            raise ValueError("shape of " + bad)
        return forward(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return wrapper


def gradients(z, scale, dy):
    if z.shape != dy.shape:
        raise ValueError("shape of dy")
    project = lambda g: g - average(g) - z * average(g * z)
    return scale * project(dy), reduce(add, dy, np.zeros_like(dy[0])), reduce(add, dy * z)


@checked
def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    affine = lambda mean, var: ((x - mean) / np.sqrt(var + eps), gamma / np.sqrt(var + eps))
    if not training:
        z, _ = affine(running_mean, running_var)
        return gamma * z + beta, None, running_mean, running_var
    mean = average(x)
    var = average((x - mean) ** 2)
    z, scale = affine(mean, var)
    return (gamma * z + beta, partial(gradients, z, scale),
            blend(running_mean, mean, momentum), blend(running_var, var * len(x) / (len(x) - 1), momentum))


def batch_norm_backward(dy, cache):
    return cache(dy)
