"""Style: both moments in one stacked array, the results are its rows."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    shapes = [np.shape(a) for a in (param, grad, m, v)]
    if shapes.count(shapes[0]) != 4:
        raise ValueError("the shapes of 'param', 'grad', 'm' and 'v' differ: " + repr(shapes))
    if t < 1:
        raise ValueError("'t' is less than 1")
    column = (2,) + (1,) * param.ndim
    beta = np.array([beta1, beta2]).reshape(column)
    moments = np.stack([m, v]) * beta + np.stack([grad, grad ** 2]) * (1 - beta)
    m_hat, v_hat = moments / (1 - beta ** t)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), moments[0], moments[1]
