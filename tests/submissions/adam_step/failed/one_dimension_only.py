"""Mistake: a loop over len(param), which only works for 1-d arrays."""
import math

import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if not (param.shape == grad.shape == m.shape == v.shape):
        raise ValueError("param, grad, m and v must have the same shape")
    if t < 1:
        raise ValueError("t must be >= 1")
    param2, m2, v2 = np.zeros_like(param), np.zeros_like(param), np.zeros_like(param)
    for i in range(len(param)):
        m2[i] = beta1 * m[i] + (1 - beta1) * grad[i]
        v2[i] = beta2 * v[i] + (1 - beta2) * grad[i] * grad[i]
        m_hat = m2[i] / (1 - beta1 ** t)
        v_hat = v2[i] / (1 - beta2 ** t)
        param2[i] = param[i] - lr * m_hat / (math.sqrt(v_hat) + eps)
    return param2, m2, v2
