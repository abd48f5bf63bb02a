"""Mistake: the backward pass gives back dgamma, dbeta, dx."""
import numpy as np


class Saved:
    __slots__ = ("x", "gamma", "eps")

    def __init__(self, x, gamma, eps):
        self.x = x
        self.gamma = gamma
        self.eps = eps

    def normalised(self):
        centred = self.x - self.x.mean(axis=0)
        std = np.sqrt((centred ** 2).mean(axis=0) + self.eps)
        return centred / std, std


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    if gamma.shape != (d,) or beta.shape != (d,):
        raise ValueError("gamma and beta must both be (d,)")
    if running_mean.shape != (d,) or running_var.shape != (d,):
        raise ValueError("running_mean and running_var must both be (d,)")
    saved = Saved(x, gamma, eps)
    if not training:
        return gamma / np.sqrt(running_var + eps) * (x - running_mean) + beta, saved, running_mean, running_var
    if n < 2:
        raise ValueError("x: n must be at least 2 in training")
    x_hat, _ = saved.normalised()
    mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
    return (gamma * x_hat + beta, saved,
            running_mean - momentum * running_mean + momentum * mean,
            running_var - momentum * running_var + momentum * var)


def batch_norm_backward(dy, cache):
    if dy.shape != cache.x.shape:
        raise ValueError("dy and x differ in shape")
    x_hat, std = cache.normalised()
    dgamma = np.sum(dy * x_hat, axis=0)
    dbeta = np.sum(dy, axis=0)
    n = cache.x.shape[0]
    dx = cache.gamma / (n * std) * (n * dy - dbeta - x_hat * dgamma)
    return dgamma, dbeta, dx
