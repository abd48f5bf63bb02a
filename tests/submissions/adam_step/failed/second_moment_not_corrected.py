"""Mistake: the bias of the second moment is not corrected."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if t < 1:
        raise ValueError("t starts at 1")
    if {grad.shape, m.shape, v.shape} != {param.shape}:
        raise ValueError("param and grad, m, v differ in shape")
    m = m * beta1 + grad * (1 - beta1)
    v = v * beta2 + grad * grad * (1 - beta2)
    step = lr / (1 - beta1 ** t)
    return param - step * m / (np.sqrt(v) + eps), m, v
