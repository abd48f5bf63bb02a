"""Style: vectorised cumprod and cumsum of uint64; what wraps round is exact modulo 2**64."""
import numpy as np

MASK = (1 << 64) - 1


def receptive_field(layers):
    out = np.ones(len(layers) + 1, dtype=np.uint64)
    if len(layers) > 0:
        k, s, d = zip(*layers)
        for name, values in (("kernel_size", k), ("stride", s), ("dilation", d)):
            if min(values) < 1:
                raise ValueError(f"{name} of layer {values.index(min(values))} is below 1")
        jump = np.cumprod(np.array([1, *(int(x) & MASK for x in s[:-1])], dtype=np.uint64), dtype=np.uint64)
        k = np.array([(int(x) - 1) & MASK for x in k], dtype=np.uint64)
        d = np.array([int(x) & MASK for x in d], dtype=np.uint64)
        out[1:] += np.cumsum(k * d * jump, dtype=np.uint64)
    return out.view(np.int64)
