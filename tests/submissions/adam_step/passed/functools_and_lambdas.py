"""Style: lambdas, partial and reduce."""
from functools import partial, reduce
from operator import and_

import numpy as np

ema = lambda beta, old, new: beta * old + (1 - beta) * new
debias = lambda beta, t, x: x / (1 - beta ** t)


def _raise(text):
    raise ValueError(text)


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    same = reduce(and_, map(lambda a: a.shape == param.shape, (grad, m, v)))
    same or _raise("param is not shaped like all of grad, m, v")
    t >= 1 or _raise("t >= 1 does not hold")
    (m, m_hat), (v, v_hat) = map(
        lambda ab: (lambda beta, old, new: (lambda e: (e, partial(debias, beta, t)(e)))(ema(beta, old, new)))(*ab),
        ((beta1, m, grad), (beta2, v, np.square(grad))),
    )
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
