"""Style: a suspended generator is the cache; the backward pass sends dy into it."""
import numpy as np


def _training_pass(x, gamma, beta, running_mean, running_var, momentum, eps):
    n = x.shape[0]
    mean = np.mean(x, axis=0)
    var = np.var(x, axis=0)
    std = np.sqrt(var + eps)
    x_hat = np.divide(x - mean, std)
    scale = np.divide(gamma, std)
    unbiased = np.var(x, axis=0, ddof=1)

    dy = yield (x_hat * gamma + beta,
                np.multiply(running_mean, 1 - momentum) + np.multiply(mean, momentum),
                np.multiply(running_var, 1 - momentum) + np.multiply(unbiased, momentum))

    if dy.shape != x_hat.shape:
        raise ValueError("dy: shape is {}, not {}".format(dy.shape, x_hat.shape))
    dbeta = np.sum(dy, axis=0)
    dgamma = np.sum(np.multiply(dy, x_hat), axis=0)
    yield scale * (dy - dbeta / n - x_hat * dgamma / n), dgamma, dbeta


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    if gamma.shape != (d,):
        raise ValueError("gamma: shape is {}, not {}".format(gamma.shape, (d,)))
    if beta.shape != (d,):
        raise ValueError("beta: shape is {}, not {}".format(beta.shape, (d,)))
    if running_mean.shape != (d,):
        raise ValueError("running_mean: shape is {}, not {}".format(running_mean.shape, (d,)))
    if running_var.shape != (d,):
        raise ValueError("running_var: shape is {}, not {}".format(running_var.shape, (d,)))
    if not training:
        z = np.divide(x - running_mean, np.sqrt(running_var + eps))
        return z * gamma + beta, iter(()), running_mean, running_var
    if n < 2:
        raise ValueError("x: {} row(s), not 2 or more".format(n))
    process = _training_pass(x, gamma, beta, running_mean, running_var, momentum, eps)
    y, new_mean, new_var = next(process)
    return y, process, new_mean, new_var


def batch_norm_backward(dy, cache):
    return cache.send(dy)
