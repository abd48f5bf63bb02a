"""Mistake: the mean term of dx takes the mean of dy, without gamma."""
import io

import numpy as np


def pack(**arrays):
    with io.BytesIO() as stream:
        np.savez(stream, **arrays)
        return stream.getvalue()


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    if gamma.shape != (d,):
        raise ValueError("expected (d,) for gamma")
    if beta.shape != (d,):
        raise ValueError("expected (d,) for beta")
    if running_mean.shape != (d,):
        raise ValueError("expected (d,) for running_mean")
    if running_var.shape != (d,):
        raise ValueError("expected (d,) for running_var")
    if not training:
        normal = (x - running_mean) / np.sqrt(running_var + eps)
        return normal * gamma + beta, b"", running_mean, running_var
    if n < 2:
        raise ValueError("expected two or more rows for x")
    mean = x.mean(axis=0)
    normal = x - mean
    var = (normal ** 2).mean(axis=0)
    normal = normal / np.sqrt(var + eps)
    weights = [1 - momentum, momentum]
    new_mean = weights[0] * running_mean + weights[1] * mean
    new_var = weights[0] * running_var + weights[1] * (var * n / (n - 1))
    return normal * gamma + beta, pack(normal=normal, var=var, eps=eps, gamma=gamma), new_mean, new_var


def batch_norm_backward(dy, cache):
    with np.load(io.BytesIO(cache)) as saved:
        normal, var, eps, gamma = (saved[k] for k in ("normal", "var", "eps", "gamma"))
    if dy.shape != normal.shape:
        raise ValueError("expected the shape of x for dy")
    n = normal.shape[0]
    d_normal = dy * gamma
    dx = d_normal - dy.sum(0) / n
    dx = dx - normal * (d_normal * normal).sum(0) / n
    return dx / np.sqrt(var + eps), (dy * normal).sum(0), dy.sum(0)
