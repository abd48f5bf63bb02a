"""Mistake: only the numbers of elements are compared, so (2, 3) and (3, 2) pass."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if not (param.size == grad.size == m.size == v.size):
        raise ValueError("param, grad, m and v must have as many elements")
    if t < 1:
        raise ValueError("t must be >= 1")
    shape = param.shape
    grad, m, v = grad.reshape(shape), m.reshape(shape), v.reshape(shape)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
