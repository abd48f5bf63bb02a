"""Mistake: the forward pass gives back the cache first and y second."""
import weakref

import numpy as np

KEPT = weakref.WeakKeyDictionary()


class Token:
    pass


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    shape = x.shape[1:]
    if shape != gamma.shape:
        raise ValueError("gamma does not match the features of x")
    if shape != beta.shape:
        raise ValueError("beta does not match the features of x")
    if shape != running_mean.shape:
        raise ValueError("running_mean does not match the features of x")
    if shape != running_var.shape:
        raise ValueError("running_var does not match the features of x")
    token = Token()
    if training:
        n = len(x)
        if n < 2:
            raise ValueError("x has too few rows")
        mean, var = x.mean(axis=0), x.var(axis=0)
        x_hat = (x - mean) / np.sqrt(var + eps)
        KEPT[token] = (x_hat, gamma / np.sqrt(var + eps))
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * (n / (n - 1)) * var
    else:
        x_hat = (x - running_mean) / np.sqrt(running_var + eps)
    return token, x_hat * gamma + beta, running_mean, running_var


def batch_norm_backward(dy, cache):
    x_hat, factor = KEPT[cache]
    if dy.shape != x_hat.shape:
        raise ValueError("dy does not match x")
    dx = factor * (dy - dy.mean(axis=0) - x_hat * (dy * x_hat).mean(axis=0))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)
