"""Mistake: 1e-8 is written into the formula and eps is not used."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if param.shape != grad.shape or param.shape != m.shape or param.shape != v.shape:
        raise ValueError("all of param, grad, m, v need one shape")
    if t < 1:
        raise ValueError("t needs to be at least 1")
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return param - lr * m_hat / (np.sqrt(v_hat) + 1e-8), m, v
