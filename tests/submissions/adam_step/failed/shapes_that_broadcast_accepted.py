"""Mistake: shapes are held to broadcast, not to be equal."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    try:
        np.broadcast_shapes(param.shape, grad.shape, m.shape, v.shape)
    except ValueError:
        raise ValueError("the shapes of param, grad, m and v do not match") from None
    if t < 1:
        raise ValueError("t must be >= 1")
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
