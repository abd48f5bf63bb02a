"""Mistake: the bias of the first moment is not corrected."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for name, a in [("grad", grad), ("m", m), ("v", v)]:
        if a.shape != param.shape:
            raise ValueError(f"{name} must have the shape of param")
    if t < 1:
        raise ValueError("t must be at least 1")
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * grad * grad
    v_hat = v_new / (1 - beta2 ** t)
    return param - lr * m_new / (np.sqrt(v_hat) + eps), m_new, v_new
