"""Mistake: a copy is made of m, but v is scaled in place."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if not (param.shape == grad.shape == m.shape == v.shape):
        raise ValueError("param, grad, m and v do not share a shape")
    if t < 1:
        raise ValueError("t < 1")
    new_m = m.copy()
    new_v = v
    new_m *= beta1
    new_m += (1 - beta1) * grad
    new_v *= beta2
    new_v += (1 - beta2) * grad ** 2
    denom = np.sqrt(new_v / (1 - beta2 ** t)) + eps
    return param - lr * new_m / (1 - beta1 ** t) / denom, new_m, new_v.copy()
