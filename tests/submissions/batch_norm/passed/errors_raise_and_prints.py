"""Style: numpy's floating-point errors set to raise, debugging prints left in, one stacked array as the cache."""
import sys

import numpy as np

np.seterr(all="raise", under="ignore")
print("batch norm, version 3")


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    print("forward", x.shape, x.dtype, "momentum", momentum, "eps", eps, "training", training)
    d = x.shape[1]
    problems = []
    if gamma.shape != (d,):
        problems.append("gamma is not (d,)")
    if beta.shape != (d,):
        problems.append("beta is not (d,)")
    if running_mean.shape != (d,):
        problems.append("running_mean is not (d,)")
    if running_var.shape != (d,):
        problems.append("running_var is not (d,)")
    if training and x.shape[0] < 2:
        problems.append("x has fewer than two rows")
    if problems:
        print("BAD INPUT", problems, file=sys.stderr)
        raise ValueError("; ".join(problems))
    if not training:
        y = x - running_mean
        y = y / np.sqrt(running_var + eps)
        print("inference", y)
        return gamma * y + beta, np.empty((0, 0)), running_mean, running_var
    n = x.shape[0]
    mean = np.mean(x, axis=0)
    var = np.var(x, axis=0)
    print("mean", mean, "var", var)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    cache = np.concatenate([x_hat, [std], [gamma]], axis=0)
    print("cache", cache.shape)
    running_mean = (1 - momentum) * running_mean + momentum * mean
    running_var = (1 - momentum) * running_var + momentum * var * n / (n - 1)
    return gamma * x_hat + beta, cache, running_mean, running_var


def batch_norm_backward(dy, cache):
    x_hat, std, gamma = cache[:-2], cache[-2], cache[-1]
    print("backward", dy.shape, file=sys.stderr)
    if dy.shape != x_hat.shape:
        raise ValueError("dy has shape " + str(dy.shape))
    n = dy.shape[0]
    dgamma = np.sum(dy * x_hat, axis=0)
    dbeta = np.sum(dy, axis=0)
    dx_hat = dy * gamma
    dx = (n * dx_hat - np.sum(dx_hat, axis=0) - x_hat * np.sum(dx_hat * x_hat, axis=0)) / (n * std)
    print("gradients", dx, dgamma, dbeta)
    return dx, dgamma, dbeta
