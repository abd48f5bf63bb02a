"""Style: copies first, then every update in place."""
import copy

import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # 检查
    if param.shape != grad.shape:
        raise ValueError("形状不同: param , grad")
    if param.shape != m.shape:
        raise ValueError("形状不同: param , m")
    if param.shape != v.shape:
        raise ValueError("形状不同: param , v")
    if t < 1:
        raise ValueError("步数 t 从 1 开始")
    param, grad, m, v = (copy.deepcopy(a) for a in (param, grad, m, v))
    m *= beta1
    m += (1 - beta1) * grad
    v *= beta2
    grad *= grad
    v += (1 - beta2) * grad
    denom = np.sqrt(v)
    denom /= np.sqrt(1 - beta2 ** t)
    denom += eps
    param -= (lr / (1 - beta1 ** t)) * (m / denom)
    return param, m, v
