"""Mistake: the parameter is updated in place and given back."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if param.shape != grad.shape:
        raise ValueError("grad is not shaped like param")
    if param.shape != m.shape:
        raise ValueError("m is not shaped like param")
    if param.shape != v.shape:
        raise ValueError("v is not shaped like param")
    if t < 1:
        raise ValueError("t is not >= 1")
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    param -= lr * (m / (1 - beta1 ** t)) / (np.sqrt(v / (1 - beta2 ** t)) + eps)
    return param, m, v
