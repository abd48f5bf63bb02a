"""Style: numpy's floating-point errors set to raise at import, chunks of a buffered nditer."""
import numpy as np

np.seterr(all="raise")


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if t < 1:
        raise ValueError("t: a step is counted from 1")
    for label, other in zip(("grad", "m", "v"), (grad, m, v)):
        if other.shape != param.shape:
            raise ValueError(label + ": the shape is not that of the parameter")
    iterator = np.nditer(
        [param, grad, m, v, None, None, None],
        flags=["external_loop", "buffered", "zerosize_ok"],
        op_flags=[["readonly"]] * 4 + [["writeonly", "allocate"]] * 3,
        op_dtypes=[param.dtype] * 7,
    )
    bias1, bias2 = 1 - beta1 ** t, 1 - beta2 ** t
    with iterator, np.errstate(under="ignore", over="ignore"):
        for p, g, m0, v0, p1, m1, v1 in iterator:
            m1[...] = beta1 * m0 + (1 - beta1) * g
            v1[...] = beta2 * v0 + (1 - beta2) * (g * g)
            p1[...] = p - lr * (m1 / bias1) / (np.sqrt(v1 / bias2) + eps)
        return iterator.operands[4:]
