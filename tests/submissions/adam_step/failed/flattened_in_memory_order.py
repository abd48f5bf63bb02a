"""Mistake: arrays are flattened in the order of memory, which differs between layouts."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if not (param.shape == grad.shape == m.shape == v.shape):
        raise ValueError("param, grad, m and v must have the same shape")
    if t < 1:
        raise ValueError("t must be >= 1")
    shape = param.shape
    param, grad, m, v = (a.ravel(order="K") for a in (param, grad, m, v))
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
    return param.reshape(shape), m.reshape(shape), v.reshape(shape)
