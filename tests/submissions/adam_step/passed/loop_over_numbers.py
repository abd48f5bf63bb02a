"""Style: a loop over plain Python floats, math.sqrt, results put into empty arrays."""
import math

import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if t < 1:
        raise ValueError("t = %r is not a step number" % t)
    for name, a in (("grad", grad), ("m", m), ("v", v)):
        if a.shape != param.shape:
            raise ValueError("%s has shape %s, param has %s" % (name, a.shape, param.shape))
    new_param, new_m, new_v = (np.empty(param.shape, param.dtype) for _ in range(3))
    c1 = 1.0 - beta1 ** t
    c2 = 1.0 - beta2 ** t
    for i in np.ndindex(param.shape):
        g = float(grad[i])
        mi = beta1 * float(m[i]) + (1.0 - beta1) * g
        vi = beta2 * float(v[i]) + (1.0 - beta2) * (g * g)
        new_m[i] = mi
        new_v[i] = vi
        new_param[i] = float(param[i]) - lr * (mi / c1) / (math.sqrt(vi / c2) + eps)
    return new_param, new_m, new_v
