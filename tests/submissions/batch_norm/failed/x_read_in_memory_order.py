"""Mistake: x is read in its memory's order, so that Fortran and other layouts are scrambled."""
import numpy as np


def _vector(value, name, d):
    value = np.array(value, dtype=np.float64, order="C")
    if value.shape != (d,):
        raise ValueError("%s should have shape (%d,)" % (name, d))
    return value


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    dtype = x.dtype
    wide = x.astype(np.float64).ravel(order="K").reshape(x.shape)
    n, d = wide.shape
    gamma, beta = _vector(gamma, "gamma", d), _vector(beta, "beta", d)
    mean, var = _vector(running_mean, "running_mean", d), _vector(running_var, "running_var", d)
    new_mean, new_var = mean, var
    if training:
        if n < 2:
            raise ValueError("x should have 2 rows or more, not %d" % n)
        new_mean = (1 - momentum) * mean + momentum * wide.mean(axis=0)
        new_var = (1 - momentum) * var + momentum * wide.var(axis=0, ddof=1)
        mean, var = wide.mean(axis=0), wide.var(axis=0)
    wide -= mean
    wide /= np.sqrt(var + eps)
    y = (gamma * wide + beta).astype(dtype)
    return y, (dtype, wide, gamma / np.sqrt(var + eps)), new_mean.astype(dtype), new_var.astype(dtype)


def batch_norm_backward(dy, cache):
    dtype, x_hat, scale = cache
    if dy.shape != x_hat.shape:
        raise ValueError("dy should have shape %r" % (x_hat.shape,))
    dy = dy.astype(np.float64)
    dbeta = dy.sum(axis=0)
    dgamma = (dy * x_hat).sum(axis=0)
    dx = scale * (dy - (dbeta + x_hat * dgamma) / len(dy))
    return dx.astype(dtype), dgamma.astype(dtype), dbeta.astype(dtype)
