"""Mistake: the eps argument is ignored, 1e-5 is always used."""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    expected = (d,)
    if gamma.shape != expected:
        raise ValueError("gamma has the wrong shape")
    if beta.shape != expected:
        raise ValueError("beta has the wrong shape")
    if running_mean.shape != expected:
        raise ValueError("running_mean has the wrong shape")
    if running_var.shape != expected:
        raise ValueError("running_var has the wrong shape")

    if not training:
        def no_backward(dy):
            raise RuntimeError("this forward pass was not a training one")
        std = np.sqrt(running_var + 1e-5)
        return beta + gamma * ((x - running_mean) / std), no_backward, running_mean, running_var

    if n < 2:
        raise ValueError("x has fewer than two rows")
    mean = x.sum(axis=0) / n
    centred = x - mean
    var = (centred * centred).sum(axis=0) / n
    std = np.sqrt(var + 1e-5)
    x_hat = centred / std
    weight = gamma.copy()

    def backward(dy):
        if dy.shape != (n, d):
            raise ValueError("dy has the wrong shape")
        dx_hat = dy * weight
        dvar = (dx_hat * centred).sum(axis=0) * -0.5 * std ** -3.0
        dmean = -(dx_hat / std).sum(axis=0) - 2.0 * dvar * centred.mean(axis=0)
        dx = dx_hat / std + dvar * 2.0 * centred / n + dmean / n
        return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)

    new_mean = momentum * mean + (1 - momentum) * running_mean
    new_var = momentum * var * n / (n - 1) + (1 - momentum) * running_var
    return beta + gamma * x_hat, backward, new_mean, new_var


def batch_norm_backward(dy, cache):
    return cache(dy)
