"""Style: everything turned into float64 first, whatever came in."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    param, grad, m, v = [np.array(a, dtype=np.float64) for a in (param, grad, m, v)]
    if len({a.shape for a in (param, grad, m, v)}) != 1:
        raise ValueError(f"shapes differ: param {param.shape}, grad {grad.shape}, m {m.shape}, v {v.shape}")
    if t <= 0:
        raise ValueError(f"t must be positive, got {t}")
    one_minus_b1, one_minus_b2 = 1.0 - beta1, 1.0 - beta2
    new_m = np.multiply(m, beta1) + np.multiply(grad, one_minus_b1)
    new_v = np.multiply(v, beta2) + np.multiply(np.square(grad), one_minus_b2)
    denominator = np.sqrt(new_v / (1.0 - np.power(beta2, t))) + eps
    step = new_m / (1.0 - np.power(beta1, t)) / denominator
    return param - lr * step, new_m, new_v
