"""Style: out= arguments and the parameter's own dtype throughout."""
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if grad.shape != param.shape:
        raise ValueError("grad must be shaped like param")
    if m.shape != param.shape:
        raise ValueError("m must be shaped like param")
    if v.shape != param.shape:
        raise ValueError("v must be shaped like param")
    if t < 1:
        raise ValueError("t counts from 1")
    dtype = param.dtype
    work = np.empty(param.shape, dtype)

    out_m = np.empty(param.shape, dtype)
    np.multiply(m, beta1, out=out_m)
    np.multiply(grad, 1 - beta1, out=work)
    np.add(out_m, work, out=out_m)

    out_v = np.empty(param.shape, dtype)
    np.multiply(v, beta2, out=out_v)
    np.multiply(grad, grad, out=work)
    np.multiply(work, 1 - beta2, out=work)
    np.add(out_v, work, out=out_v)

    np.divide(out_v, 1 - beta2 ** t, out=work)
    np.sqrt(work, out=work)
    np.add(work, eps, out=work)
    out_param = out_m / (1 - beta1 ** t)
    np.divide(out_param, work, out=out_param)
    np.multiply(out_param, lr, out=out_param)
    np.subtract(param, out_param, out=out_param)
    return out_param, out_m, out_v
