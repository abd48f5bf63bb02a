"""Mistake: the correction of the second moment has 0.999 written into it."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if not (param.shape == grad.shape == m.shape == v.shape):
        raise ValueError("param and grad and m and v must agree in shape")
    if t < 1:
        raise ValueError("t must be >= 1, it is %d" % t)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - 0.999 ** t)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
