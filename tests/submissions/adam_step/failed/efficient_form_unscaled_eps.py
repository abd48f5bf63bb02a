"""Mistake: the paper's efficient form, but with eps as it is instead of scaled."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if not (param.shape == grad.shape == m.shape == v.shape):
        raise ValueError("param, grad, m and v must have equal shapes")
    if t < 1:
        raise ValueError("t must be 1 or more")
    alpha = lr * np.sqrt(1 - beta2 ** t) / (1 - beta1 ** t)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    return param - alpha * m / (np.sqrt(v) + eps), m, v
