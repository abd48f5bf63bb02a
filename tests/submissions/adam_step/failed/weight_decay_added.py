"""Mistake: a small weight decay is added to the gradient."""
import numpy as np

WEIGHT_DECAY = 1e-4


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if not (param.shape == grad.shape == m.shape == v.shape):
        raise ValueError("param, grad, m, v: shapes differ")
    if t < 1:
        raise ValueError("t: must be >= 1")
    g = grad + WEIGHT_DECAY * param
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
