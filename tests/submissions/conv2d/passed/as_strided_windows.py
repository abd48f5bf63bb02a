"""Style: as_strided windows over the padded copy's own strides."""
import numpy
from numpy.lib import stride_tricks


def conv2d(x, kernel, stride=1, padding=0):
    n, h, w, c = x.shape
    kh, kw, c2, co = kernel.shape
    if c != c2:
        raise ValueError("kernel.shape[2] is %d but x.shape[3] is %d" % (c2, c))
    if not stride >= 1:
        raise ValueError("'stride' is %r" % (stride,))
    if not padding >= 0:
        raise ValueError("'padding' is %r" % (padding,))
    if h + 2 * padding < kh or w + 2 * padding < kw:
        raise ValueError("'kernel' exceeds the padded image")
    big = numpy.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    s0, s1, s2, s3 = big.strides
    ho = (h + 2 * padding - kh) // stride + 1
    wo = (w + 2 * padding - kw) // stride + 1
    view = stride_tricks.as_strided(
        big,
        shape=(n, ho, wo, kh, kw, c),
        strides=(s0, s1 * stride, s2 * stride, s1, s2, s3),
        writeable=False,
    )
    return numpy.tensordot(view, kernel, 3)
