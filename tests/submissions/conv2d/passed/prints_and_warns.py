"""Style: debugging prints to stdout and stderr left in, and a warning at every call."""
import sys
import warnings

import numpy as np

print("loading my conv2d ...")
warnings.simplefilter("always")


def conv2d(x, kernel, stride=1, padding=0):
    print("x", x.shape, x.dtype, "kernel", kernel.shape, "stride", stride, "padding", padding)
    warnings.warn("this convolution is slow", RuntimeWarning)
    if stride < 1:
        print("BAD STRIDE", file=sys.stderr)
        raise ValueError("stride must be >= 1 but is " + str(stride))
    if padding < 0:
        print("BAD PADDING", file=sys.stderr)
        raise ValueError("padding must be >= 0 but is " + str(padding))
    n, h, w, c = x.shape
    kh, kw, kc, m = kernel.shape
    if c != kc:
        raise ValueError("kernel has " + str(kc) + " input channels, x has " + str(c))
    h, w = h + 2 * padding, w + 2 * padding
    if kh > h or kw > w:
        raise ValueError("kernel " + str(kernel.shape) + " is too large for " + str((h, w)))
    xp = np.zeros((n, h, w, c), dtype=x.dtype)
    xp[:, padding:h - padding, padding:w - padding] = x
    out = []
    for i in range(0, h - kh + 1, stride):
        line = []
        for j in range(0, w - kw + 1, stride):
            line.append(np.einsum("nabc,abco->no", xp[:, i:i + kh, j:j + kw], kernel))
        print("row", i, "done", flush=True)
        out.append(np.stack(line, axis=1))
    result = np.stack(out, axis=1)
    print("result", result.shape)
    print(result, file=sys.stderr)
    return result
