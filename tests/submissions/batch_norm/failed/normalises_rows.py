"""Mistake: the rows are normalised, as in layer norm: mean and variance over axis 1."""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    if gamma.shape != (d,):
        raise ValueError(f"gamma has shape {gamma.shape}")
    if beta.shape != (d,):
        raise ValueError(f"beta has shape {beta.shape}")
    if running_mean.shape != (d,):
        raise ValueError(f"running_mean has shape {running_mean.shape}")
    if running_var.shape != (d,):
        raise ValueError(f"running_var has shape {running_var.shape}")
    if not training:
        return (x - running_mean) / np.sqrt(running_var + eps) * gamma + beta, None, running_mean, running_var
    if n < 2:
        raise ValueError(f"x has {n} rows")
    mean = x.mean(axis=1, keepdims=True)
    std = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - mean) / std
    running_mean = (1 - momentum) * running_mean + momentum * x.mean(axis=0)
    running_var = (1 - momentum) * running_var + momentum * x.var(axis=0, ddof=1)
    return x_hat * gamma + beta, (x_hat, std, gamma.copy()), running_mean, running_var


def batch_norm_backward(dy, cache):
    x_hat, std, gamma = cache
    if dy.shape != x_hat.shape:
        raise ValueError(f"dy has shape {dy.shape}")
    g = dy * gamma
    dx = (g - g.mean(axis=1, keepdims=True) - x_hat * (g * x_hat).mean(axis=1, keepdims=True)) / std
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)
