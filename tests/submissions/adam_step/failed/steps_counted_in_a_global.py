"""Mistake: a counter of calls in the module is used instead of t."""
import numpy as np

_step = 0


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    global _step
    if not (param.shape == grad.shape == m.shape == v.shape):
        raise ValueError("param, grad, m and v must have the same shape")
    if t < 1:
        raise ValueError("t must be >= 1")
    _step += 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** _step)
    v_hat = v / (1 - beta2 ** _step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
