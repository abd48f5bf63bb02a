"""Style: the paper's more efficient form, both corrections folded into the step size, with eps scaled to match."""
from math import sqrt

import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if t < 1:
        raise ValueError("adam_step: t should be 1 for the first step")
    if grad.shape != param.shape or m.shape != param.shape or v.shape != param.shape:
        raise ValueError("adam_step: param.shape is not that of grad, m, v")
    root = sqrt(1.0 - beta2 ** t)
    alpha_t = lr * root / (1.0 - beta1 ** t)
    m_new = beta1 * m + (1.0 - beta1) * grad
    v_new = beta2 * v + (1.0 - beta2) * (grad * grad)
    return param - alpha_t * m_new / (np.sqrt(v_new) + eps * root), m_new, v_new
