"""Style: einsum for every sum, product and scaling; a dict of arrays as the cache."""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    for name, v in {"gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}.items():
        if v.shape != (d,):
            raise ValueError(f"{name}: {v.shape} is not {(d,)}")
    if not training:
        y = np.einsum("nd,d,d->nd", x - running_mean, gamma, 1 / np.sqrt(running_var + eps)) + beta
        return y, None, running_mean, running_var
    if n < 2:
        raise ValueError(f"x: {n} rows are too few")
    mean = np.einsum("nd->d", x) / n
    c = x - mean
    m2 = np.einsum("nd,nd->d", c, c)
    r = 1 / np.sqrt(m2 / n + eps)
    y = np.einsum("nd,d,d->nd", c, r, gamma) + beta
    cache = {"c": c, "r": r, "gamma": gamma.copy(), "n": n}
    return y, cache, (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * (m2 / (n - 1))


def batch_norm_backward(dy, cache):
    c, r, gamma, n = cache["c"], cache["r"], cache["gamma"], cache["n"]
    if dy.shape != c.shape:
        raise ValueError(f"dy: {dy.shape} is not {c.shape}")
    dbeta = np.einsum("nd->d", dy)
    dgamma = np.einsum("nd,nd,d->d", dy, c, r)
    inner = dy - dbeta / n - np.einsum("nd,d,d->nd", c, r, dgamma) / n
    return np.einsum("nd,d,d->nd", inner, gamma, r), dgamma, dbeta
