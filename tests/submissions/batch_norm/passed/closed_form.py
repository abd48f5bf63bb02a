"""Style: the simplified closed form, np.mean and np.var with ddof, a short tuple as the cache."""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    for name, a in [("gamma", gamma), ("beta", beta), ("running_mean", running_mean), ("running_var", running_var)]:
        if a.shape != (d,):
            raise ValueError(f"{name} has shape {a.shape}, expected {(d,)}")
    if training:
        if n < 2:
            raise ValueError(f"x has {n} rows, training needs 2 or more")
        mean = np.mean(x, axis=0)
        var = np.var(x, axis=0)
        inv_std = 1 / np.sqrt(var + eps)
        x_hat = (x - mean) * inv_std
        new_mean = (1 - momentum) * running_mean + momentum * mean
        new_var = (1 - momentum) * running_var + momentum * np.var(x, axis=0, ddof=1)
        return gamma * x_hat + beta, (x_hat, inv_std, gamma.copy()), new_mean, new_var
    inv_std = 1 / np.sqrt(running_var + eps)
    x_hat = (x - running_mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma.copy()), running_mean.copy(), running_var.copy()


def batch_norm_backward(dy, cache):
    x_hat, inv_std, gamma = cache
    if dy.shape != x_hat.shape:
        raise ValueError(f"dy has shape {dy.shape}, expected that of x, {x_hat.shape}")
    n = len(dy)
    dbeta = dy.sum(axis=0)
    dgamma = (dy * x_hat).sum(axis=0)
    dx = gamma * inv_std / n * (n * dy - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta
