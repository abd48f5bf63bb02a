"""Mistake: the running figures are a cumulative average over the calls, counted in a global."""
import numpy as np

calls = 0


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    global calls
    n, d = x.shape
    for a, name in [(gamma, "gamma"), (beta, "beta"), (running_mean, "running_mean"), (running_var, "running_var")]:
        if a.shape != (d,):
            raise ValueError("shape of " + name)
    if not training:
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None, running_mean, running_var
    if n < 2:
        raise ValueError("x is too short")
    calls += 1
    share = 1 / calls
    mean, var = x.mean(axis=0), x.var(axis=0)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    new_mean = (1 - share) * running_mean + share * mean
    new_var = (1 - share) * running_var + share * var * n / (n - 1)
    return gamma * x_hat + beta, (x_hat, gamma / std), new_mean, new_var


def batch_norm_backward(dy, cache):
    x_hat, scale = cache
    if dy.shape != x_hat.shape:
        raise ValueError("shape of dy")
    dx = scale * (dy - dy.mean(axis=0) - x_hat * (dy * x_hat).mean(axis=0))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)
