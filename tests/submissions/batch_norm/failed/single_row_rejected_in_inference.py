"""Mistake: fewer than two rows are rejected in inference too."""
import numpy as np


def moments(x):
    match x.shape[0]:
        case 1:
            return 1, x[0], np.zeros_like(x[0])
        case n:
            a, mean_a, m2_a = moments(x[:n // 2])
            b, mean_b, m2_b = moments(x[n // 2:])
            delta = mean_b - mean_a
            return n, mean_a + delta * b / n, m2_a + m2_b + delta * delta * a * b / n


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    match x.shape, gamma.shape, beta.shape, running_mean.shape, running_var.shape:
        case (_, d), g, b, m, v if g != (d,):
            raise ValueError(f"gamma {g} does not fit x")
        case (_, d), g, b, m, v if b != (d,):
            raise ValueError(f"beta {b} does not fit x")
        case (_, d), g, b, m, v if m != (d,):
            raise ValueError(f"running_mean {m} does not fit x")
        case (_, d), g, b, m, v if v != (d,):
            raise ValueError(f"running_var {v} does not fit x")
        case (0 | 1, _), *_:
            raise ValueError("x is too short")
    wide = x.astype(np.longdouble)
    if training:
        n, mean, m2 = moments(wide)
        var = m2 / n
        after = [(1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * m2 / (n - 1)]
    else:
        mean, var = running_mean, running_var
        after = [running_mean, running_var]
    std = np.sqrt(var + eps)
    x_hat = (wide - mean) / std
    cache = {"x_hat": x_hat, "std": std, "gamma": gamma.astype(np.longdouble), "dtype": x.dtype}
    return (gamma * x_hat + beta).astype(x.dtype), cache, *(a.astype(x.dtype) for a in after)


def batch_norm_backward(dy, cache):
    match cache:
        case {"x_hat": x_hat, "std": std, "gamma": gamma, "dtype": dtype}:
            pass
    if dy.shape != x_hat.shape:
        raise ValueError(f"dy {dy.shape} does not fit x")
    dy = dy.astype(np.longdouble)
    dbeta, dgamma = dy.sum(axis=0), (dy * x_hat).sum(axis=0)
    dx = gamma / std * (dy - (dbeta + x_hat * dgamma) / len(dy))
    return dx.astype(dtype), dgamma.astype(dtype), dbeta.astype(dtype)
