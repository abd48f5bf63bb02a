"""Style: sliding_window_view and einsum."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, kernel, stride=1, padding=0):
    for ok, why in (
        (stride >= 1, "stride must be a positive integer"),
        (padding >= 0, "padding must be zero or positive"),
        (x.shape[-1] == kernel.shape[2], "the channels of x must be those of kernel"),
        (kernel.shape[0] <= x.shape[1] + 2 * padding, "kernel is taller than the padded image"),
        (kernel.shape[1] <= x.shape[2] + 2 * padding, "kernel is wider than the padded image"),
    ):
        if not ok:
            raise ValueError(why)
    p = (padding, padding)
    windows = sliding_window_view(np.pad(x, ((0, 0), p, p, (0, 0))), kernel.shape[:2], axis=(1, 2))
    return np.einsum("nijcab,abco->nijo", windows[:, ::stride, ::stride], kernel)
