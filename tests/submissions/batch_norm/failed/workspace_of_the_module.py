"""Mistake: x_hat in the cache is a view of a workspace that the next forward overwrites."""
import numpy as np

workspace = np.zeros(0)


def room(n, d):
    global workspace
    if workspace.size < n * d:
        workspace = np.zeros(n * d)
    return workspace[:n * d].reshape(n, d)


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    if gamma.shape != (d,):
        raise ValueError("gamma should have d numbers")
    if beta.shape != (d,):
        raise ValueError("beta should have d numbers")
    if running_mean.shape != (d,):
        raise ValueError("running_mean should have d numbers")
    if running_var.shape != (d,):
        raise ValueError("running_var should have d numbers")
    if training and n < 2:
        raise ValueError("x should have 2 rows")
    mean, var = (x.mean(axis=0), x.var(axis=0)) if training else (running_mean, running_var)
    x_hat = room(n, d)
    np.subtract(x, mean, out=x_hat)
    np.divide(x_hat, np.sqrt(var + eps), out=x_hat)
    y = x_hat * gamma + beta
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var * (n / (n - 1))
    return y, (x_hat, gamma / np.sqrt(var + eps)), running_mean, running_var


def batch_norm_backward(dy, cache):
    x_hat, scale = cache
    if dy.shape != x_hat.shape:
        raise ValueError("dy should be like x")
    dbeta = dy.sum(axis=0)
    dgamma = (dy * x_hat).sum(axis=0)
    return scale * (dy - dbeta / len(dy) - x_hat * (dgamma / len(dy))), dgamma, dbeta
