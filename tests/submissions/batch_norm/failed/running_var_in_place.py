"""Mistake: the running variance is written into the array that was given."""
import numpy as np


def welford(x):
    count = 0
    mean = np.zeros(x.shape[1])
    m2 = np.zeros(x.shape[1])
    for row in x:
        count += 1
        delta = row - mean
        mean = mean + delta / count
        m2 = m2 + delta * (row - mean)
    return count, mean, m2


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    if not gamma.shape == (d,):
        raise ValueError("wrong shape of gamma")
    if not beta.shape == (d,):
        raise ValueError("wrong shape of beta")
    if not running_mean.shape == (d,):
        raise ValueError("wrong shape of running_mean")
    if not running_var.shape == (d,):
        raise ValueError("wrong shape of running_var")
    if not training:
        y = np.zeros((n, d), x.dtype)
        for i in range(n):
            y[i] = gamma * (x[i] - running_mean) / np.sqrt(running_var + eps) + beta
        return y, "no training", running_mean, running_var
    if n < 2:
        raise ValueError("wrong number of rows of x: %d" % n)
    count, mean, m2 = welford(x)
    std = np.sqrt(m2 / count + eps)
    x_hat = np.zeros((n, d))
    y = np.zeros((n, d), x.dtype)
    for i in range(n):
        x_hat[i] = (x[i] - mean) / std
        y[i] = gamma * x_hat[i] + beta
    new_mean = (1 - momentum) * running_mean + momentum * mean
    running_var[:] = (1 - momentum) * running_var + momentum * (m2 / (count - 1))
    return y, (x_hat, std, gamma + 0), new_mean, running_var


def batch_norm_backward(dy, cache):
    x_hat, std, gamma = cache
    if not dy.shape == x_hat.shape:
        raise ValueError("wrong shape of dy")
    n, d = x_hat.shape
    dgamma, dbeta = np.zeros(d), np.zeros(d)
    for i in range(n):
        dgamma += dy[i] * x_hat[i]
        dbeta += dy[i]
    dx = np.zeros((n, d))
    for i in range(n):
        dx[i] = gamma / std * (dy[i] - dbeta / n - x_hat[i] * dgamma / n)
    return dx, dgamma, dbeta
