"""Mistake: training gives back the running figures as they were."""
from collections import namedtuple

import numpy as np

Saved = namedtuple("Saved", "centred rstd gamma")


def moments(x):
    mean = np.mean(x, axis=0, keepdims=True)
    centred = x - mean
    return mean, centred, np.mean(centred * centred, axis=0, keepdims=True)


def same_shape(a, shape, what):
    if tuple(a.shape) != tuple(shape):
        raise ValueError("shape of %s: %r, but %r wanted" % (what, a.shape, shape))


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    for a, what in zip((gamma, beta, running_mean, running_var), "gamma beta running_mean running_var".split()):
        same_shape(a, x.shape[1:], what)
    if not training:
        rstd = np.reciprocal(np.sqrt(running_var + eps))
        return (x - running_mean) * (gamma * rstd) + beta, Saved(None, None, None), running_mean, running_var
    if x.shape[0] < 2:
        raise ValueError("batch of x too small for training")
    mean, centred, var = moments(x)
    rstd = np.reciprocal(np.sqrt(var + eps))
    y = centred * (gamma * rstd) + beta
    saved = Saved(centred=centred, rstd=rstd, gamma=np.array(gamma))
    return y, saved, running_mean.copy(), running_var.copy()


def batch_norm_backward(dy, cache):
    same_shape(dy, cache.centred.shape, "dy")
    x_hat = cache.centred * cache.rstd
    g = dy * cache.gamma
    along_ones = np.mean(g, axis=0, keepdims=True)
    along_x_hat = np.mean(g * x_hat, axis=0, keepdims=True)
    dx = cache.rstd * (g - along_ones - x_hat * along_x_hat)
    return dx, np.sum(dy * x_hat, axis=0), np.sum(dy, axis=0)
