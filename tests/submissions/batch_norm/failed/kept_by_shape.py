"""Mistake: what the backward pass needs is kept in a dict by the shape of x."""
import numpy as np

KEPT = {}
NAMES = ("gamma", "beta", "running_mean", "running_var")


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    for name, vector in zip(NAMES, (gamma, beta, running_mean, running_var)):
        if vector.shape != (x.shape[1],):
            raise ValueError(f"{name} is not (d,)")
    if training and x.shape[0] < 2:
        raise ValueError("x is not two rows or more")
    if training:
        mean = x.mean(axis=0)
        m2 = ((x - mean) ** 2).sum(axis=0)
        var = m2 / x.shape[0]
        running_mean = running_mean * (1 - momentum) + mean * momentum
        running_var = running_var * (1 - momentum) + m2 / (x.shape[0] - 1) * momentum
    else:
        mean, var = running_mean, running_var
    inv = 1 / np.sqrt(var + eps)
    z = (x - mean) * inv
    if training:
        KEPT[x.shape] = z, inv * gamma
    return z * gamma + beta, x.shape, running_mean, running_var


def batch_norm_backward(dy, cache):
    if dy.shape != cache:
        raise ValueError(f"dy is not {cache}")
    z, a = KEPT[cache]
    n = cache[0]
    db, dg = dy.sum(axis=0), (dy * z).sum(axis=0)
    return a * (dy - (db + z * dg) / n), dg, db
