"""Mistake: eps is added to the batch variance before the running variance is updated with it."""
import itertools

import numpy as np

_tickets = itertools.count()
_cloakroom = {}


def _hang_up(*things):
    ticket = next(_tickets)
    _cloakroom[ticket] = things
    return ticket


def _check(x, training, **vectors):
    for name in vectors:
        if vectors[name].shape != x.shape[1:]:
            raise ValueError(f"{name!r} is {vectors[name].shape}, one number per feature was expected")
    if training and x.shape[0] < 2:
        raise ValueError(f"'x' is {x.shape}, two rows at least were expected")


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    _check(x, training, gamma=gamma, beta=beta, running_mean=running_mean, running_var=running_var)
    if training:
        deviations = x - np.add.reduce(x, axis=0) / len(x)
        squares = np.add.reduce(deviations * deviations, axis=0)
        spread = np.sqrt(squares / len(x) + eps)
        z = deviations / spread
        ticket = _hang_up(z, gamma / spread)
        new_mean = (1 - momentum) * running_mean + momentum * (np.add.reduce(x, axis=0) / len(x))
        new_var = (1 - momentum) * running_var + momentum * (squares / (len(x) - 1) + eps)
        return gamma * z + beta, ticket, new_mean, new_var
    z = (x - running_mean) / np.sqrt(running_var + eps)
    return gamma * z + beta, -1, np.array(running_mean), np.array(running_var)


def batch_norm_backward(dy, cache):
    z, scale = _cloakroom[cache]
    if dy.shape != z.shape:
        raise ValueError(f"'dy' is {dy.shape}, {z.shape} was expected")
    del _cloakroom[cache]
    g = scale * dy
    dx = g - g.mean(axis=0) - z * (g * z).mean(axis=0)
    return dx, (dy * z).sum(axis=0), dy.sum(axis=0)
