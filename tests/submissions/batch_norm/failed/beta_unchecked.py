"""Mistake: the shape of beta is not checked, so a longer one is cut off in silence."""
import math

import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    if gamma.shape != (d,):
        raise ValueError("gamma is not of shape (d,)")
    if running_mean.shape != (d,):
        raise ValueError("running_mean is not of shape (d,)")
    if running_var.shape != (d,):
        raise ValueError("running_var is not of shape (d,)")
    rows = x.tolist()
    g, b = gamma.tolist(), beta.tolist()
    means, variances = running_mean.tolist(), running_var.tolist()
    if training:
        if n < 2:
            raise ValueError("x must have two rows or more in training")
        new_means, new_variances = [], []
        for j in range(d):
            mean = math.fsum(rows[i][j] for i in range(n)) / n
            total = math.fsum((rows[i][j] - mean) ** 2 for i in range(n))
            new_means.append((1 - momentum) * means[j] + momentum * mean)
            new_variances.append((1 - momentum) * variances[j] + momentum * (total / (n - 1)))
            means[j] = mean
            variances[j] = total / n
    normal = [[0.0] * d for _ in range(n)]
    y = [[0.0] * d for _ in range(n)]
    for i in range(n):
        for j in range(d):
            normal[i][j] = (rows[i][j] - means[j]) / math.sqrt(variances[j] + eps)
            y[i][j] = g[j] * normal[i][j] + b[j]
    y = np.array(y, dtype=x.dtype).reshape(n, d)
    if not training:
        return y, None, running_mean, running_var
    scale = [g[j] / math.sqrt(variances[j] + eps) for j in range(d)]
    cache = [normal, scale]
    return y, cache, np.array(new_means, dtype=x.dtype), np.array(new_variances, dtype=x.dtype)


def batch_norm_backward(dy, cache):
    normal, scale = cache
    n, d = len(normal), len(scale)
    if dy.shape != (n, d):
        raise ValueError("dy is not of the shape of x")
    up = dy.tolist()
    dx = np.zeros((n, d), dtype=dy.dtype)
    dgamma = np.zeros(d, dtype=dy.dtype)
    dbeta = np.zeros(d, dtype=dy.dtype)
    for j in range(d):
        s0 = math.fsum(up[i][j] for i in range(n))
        s1 = math.fsum(up[i][j] * normal[i][j] for i in range(n))
        for i in range(n):
            dx[i, j] = scale[j] * (up[i][j] - s0 / n - normal[i][j] * s1 / n)
        dgamma[j], dbeta[j] = s1, s0
    return dx, dgamma, dbeta
