"""Mistake: the message for a dy of the wrong shape calls it the gradient."""
import numpy as np


def _need(condition, message):
    if not condition:
        raise ValueError(message)


def _normalise(x, mean, var, eps):
    std = np.sqrt(var + eps)
    return (x - mean) / std, std


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    _need(gamma.shape == (d,), "need one gamma per feature")
    _need(beta.shape == (d,), "need one beta per feature")
    _need(running_mean.shape == (d,), "need one running_mean per feature")
    _need(running_var.shape == (d,), "need one running_var per feature")
    _need(n >= 2 or not training, "need two rows of x")
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        after = ((1 - momentum) * running_mean + momentum * mean,
                 (1 - momentum) * running_var + momentum * x.var(axis=0, ddof=1))
    else:
        mean, var = running_mean, running_var
        after = running_mean, running_var
    z, std = _normalise(x, mean, var, eps)
    return gamma * z + beta, (z, std, gamma.copy()), *after


def batch_norm_backward(dy, cache):
    z, std, gamma = cache
    _need(dy.shape == z.shape, "need a gradient of shape %r" % (z.shape,))
    g = dy * gamma
    dx = (g - g.mean(axis=0) - z * (g * z).mean(axis=0)) / std
    return dx, (dy * z).sum(axis=0), dy.sum(axis=0)
