"""Style: a dict as the cache, whose entries the backward pass pops, and in-place work on arrays of its own."""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    given = dict(gamma=gamma, beta=beta, running_mean=running_mean, running_var=running_var)
    wrong = [name for name in given if given[name].shape != x.shape[1:]]
    if wrong:
        raise ValueError("not of shape (d,): " + ", ".join(wrong))
    cache = dict()
    if training:
        n = x.shape[0]
        if n <= 1:
            raise ValueError("too few rows in x for training: " + str(n))
        mean = x.mean(0)
        y = x - mean
        var = np.square(y).mean(0)
        running_mean = running_mean * (1 - momentum)
        running_mean += momentum * mean
        running_var = running_var * (1 - momentum)
        running_var += momentum * (var * (n / (n - 1)))
    else:
        mean, var = running_mean, running_var
        y = x - mean
    rstd = 1.0 / np.sqrt(var + eps)
    y *= rstd
    if training:
        cache["normalised"] = y.copy()
        cache["factor"] = gamma * rstd
    y *= gamma
    y += beta
    return y, cache, running_mean, running_var


def batch_norm_backward(dy, cache):
    if dy.shape != cache["normalised"].shape:
        raise ValueError("dy " + str(dy.shape) + " is not like x " + str(cache["normalised"].shape))
    normalised = cache.pop("normalised")
    factor = cache.pop("factor")
    n = normalised.shape[0]
    dbeta = np.add.reduce(dy, axis=0)
    dgamma = np.add.reduce(dy * normalised, axis=0)
    normalised *= dgamma
    normalised += dbeta
    normalised /= n
    np.subtract(dy, normalised, out=normalised)
    normalised *= factor
    return normalised, dgamma, dbeta
