"""Style: a lerp as in PyTorch for both moments, debugging prints left in."""
import sys
import warnings

import numpy as np

DEBUG = True


def log(*args):
    if DEBUG:
        print(*args)
        print(*args, file=sys.stderr)


def lerp(start, end, weight):
    if weight < 0.5:
        return start + weight * (end - start)
    return end - (end - start) * (1 - weight)


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    log("step", t, "lr", lr, "betas", beta1, beta2, "eps", eps)
    if t < 1:
        warnings.warn("step below 1")
        raise ValueError("t should start from 1")
    if not param.shape == grad.shape == m.shape == v.shape:
        log("shapes", param.shape, grad.shape, m.shape, v.shape)
        raise ValueError("shape mismatch (param / grad / m / v)")
    m = lerp(m, grad, 1 - beta1)
    v = lerp(v, grad * grad, 1 - beta2)
    log("m", m, "v", v)
    denom = np.sqrt(v) / (1 - beta2 ** t) ** 0.5 + eps
    update = -(lr / (1 - beta1 ** t)) * (m / denom)
    log("update", update)
    if update.size == 0:
        warnings.warn("nothing to update")
    return param + update, m, v
