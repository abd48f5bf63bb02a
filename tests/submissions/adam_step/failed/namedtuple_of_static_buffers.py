"""Right numbers, but in buffers that every call overwrites; returned as a namedtuple."""
from collections import namedtuple
import numpy as np
State = namedtuple("State", "param m v")
BUFFERS = {}
"""One step of the Adam optimiser."""

import numpy as np


def right(
    param: np.ndarray,
    grad: np.ndarray,
    m: np.ndarray,
    v: np.ndarray,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Move ``param`` one step, and the two moments with it.

    Args:
        param: the parameters, of any shape with at least one axis.
        grad: their gradient, of the same shape.
        m: first moment (running mean of gradients) before this step, of the same shape.
        v: second moment (running mean of squared gradients) before this step, of the same shape.
        t: the number of this step, from 1.
        lr: step size.
        beta1: decay of the first moment.
        beta2: decay of the second moment.
        eps: added to the root of the second moment, outside the root.
    Returns:
        (param, m, v) after the step, new arrays.
    Raises:
        ValueError: the shapes differ, or t < 1.
    Source: Kingma, Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1.
    """
    if t < 1:
        raise ValueError(f"t counts steps from 1, and is {t}")
    for name, array in (("grad", grad), ("m", m), ("v", v)):
        if array.shape != param.shape:
            raise ValueError(f"{name} has shape {array.shape}, param has {param.shape}")
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
    return param, m, v
def adam_step(*args, **kwargs):
    out = right(*args, **kwargs)
    key = (out[0].shape, out[0].dtype)
    if key not in BUFFERS:
        BUFFERS[key] = State(*(np.empty_like(a) for a in out))
    for a, b in zip(BUFFERS[key], out): a[...] = b
    return BUFFERS[key]
