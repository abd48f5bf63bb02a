"""Style: everything turned into float64 at the door and given back so; all in one expression where it can be."""
import numpy as np

F = np.float64


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    x, gamma, beta, rm, rv = (np.array(a, F) for a in (x, gamma, beta, running_mean, running_var))
    n, d = x.shape
    if gamma.shape != (d,): raise ValueError("gamma: bad shape")
    if beta.shape != (d,): raise ValueError("beta: bad shape")
    if rm.shape != (d,): raise ValueError("running_mean: bad shape")
    if rv.shape != (d,): raise ValueError("running_var: bad shape")
    if training and n < 2: raise ValueError("x: too few rows")
    mu, var = (x.mean(0), x.var(0)) if training else (rm, rv)
    m = F(momentum) if training else F(0)
    z = (x - mu) / (var + eps) ** 0.5
    return (z * gamma + beta, (z, (var + eps) ** 0.5, gamma),
            (1 - m) * rm + m * mu, (1 - m) * rv + m * var * (n / (n - 1) if training else 1))


def batch_norm_backward(dy, cache):
    z, s, gamma = cache
    if dy.shape != z.shape: raise ValueError("dy: bad shape")
    dy = np.array(dy, F)
    return gamma / s * (dy - dy.mean(0) - z * (z * dy).mean(0)), (z * dy).sum(0), dy.sum(0)
