"""Mistake: the correction uses t + 1, as if the first step were number 0."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if not (param.shape == grad.shape == m.shape == v.shape):
        raise ValueError("shapes of param, grad, m, v differ")
    if t < 1:
        raise ValueError("t is less than 1")
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * np.square(grad)
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2 ** (t + 1))
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
