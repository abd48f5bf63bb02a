"""Mistake: inference gives back None in place of the running figures."""
import numpy as np


def check_vector(vector, name, d):
    if np.shape(vector) != (d,):
        raise ValueError("{}: expected shape ({},) but got {}".format(name, d, np.shape(vector)))


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    check_vector(gamma, "gamma", d)
    check_vector(beta, "beta", d)
    check_vector(running_mean, "running_mean", d)
    check_vector(running_var, "running_var", d)
    if training and n < 2:
        raise ValueError("x: training needs at least two rows")
    y = np.empty((n, d), dtype=x.dtype)
    if not training:
        for j in range(d):
            y[:, j] = gamma[j] * (x[:, j] - running_mean[j]) / np.sqrt(running_var[j] + eps) + beta[j]
        return y, {}, None, None
    cache = {"x_hat": [], "std": [], "gamma": gamma.tolist(), "shape": (n, d)}
    new_mean = np.empty(d, dtype=running_mean.dtype)
    new_var = np.empty(d, dtype=running_var.dtype)
    for j in range(d):
        column = x[:, j].astype(np.float64)
        mean = column.sum() / n
        centred = column - mean
        squares = centred @ centred
        std = np.sqrt(squares / n + eps)
        x_hat = centred / std
        y[:, j] = gamma[j] * x_hat + beta[j]
        new_mean[j] = (1 - momentum) * running_mean[j] + momentum * mean
        new_var[j] = (1 - momentum) * running_var[j] + momentum * squares / (n - 1)
        cache["x_hat"].append(x_hat)
        cache["std"].append(std)
    return y, cache, new_mean, new_var


def batch_norm_backward(dy, cache):
    n, d = cache["shape"]
    if dy.shape != (n, d):
        raise ValueError("dy: expected shape {} but got {}".format((n, d), dy.shape))
    dx = np.empty((n, d), dtype=dy.dtype)
    dgamma = np.empty(d, dtype=dy.dtype)
    dbeta = np.empty(d, dtype=dy.dtype)
    for j in range(d):
        x_hat, std = cache["x_hat"][j], cache["std"][j]
        jacobian = np.eye(n) - np.full((n, n), 1.0 / n) - np.outer(x_hat, x_hat) / n
        jacobian *= cache["gamma"][j] / std
        dx[:, j] = jacobian.T @ dy[:, j]
        dgamma[j] = x_hat @ dy[:, j]
        dbeta[j] = np.ones(n) @ dy[:, j]
    return dx, dgamma, dbeta
