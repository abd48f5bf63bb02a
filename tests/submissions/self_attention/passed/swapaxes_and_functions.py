"""Style: tiny functions composed with np.matmul and swapaxes, softmax by np.subtract and np.divide."""
import numpy as np


def affine(x, w, b):
    y = np.matmul(x, w)
    return y if b is None else np.add(y, b)


def to_heads(y, h):
    return np.swapaxes(np.reshape(y, y.shape[:-1] + (h, y.shape[-1] // h)), -3, -2)


def from_heads(y):
    y = np.swapaxes(y, -3, -2)
    return np.reshape(y, y.shape[:-2] + (y.shape[-2] * y.shape[-1],))


def row_softmax(s):
    e = np.exp(np.subtract(s, np.amax(s, axis=-1, keepdims=True)))
    return np.divide(e, np.sum(e, axis=-1, keepdims=True))


def hide_future(s):
    rows, cols = np.indices(s.shape[-2:])
    return np.where(cols <= rows, s, -np.inf)


def fits(name, array, *shape):
    if array.shape != shape:
        raise ValueError("%s has shape %s, wanted %s" % (name, array.shape, shape))


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x has %d axes, wanted 3" % x.ndim)
    c = x.shape[-1]
    if num_heads < 1 or c % num_heads:
        raise ValueError("num_heads = %r must be a positive divisor of %d" % (num_heads, c))
    fits("w_qkv", w_qkv, c, 3 * c)
    if b_qkv is not None:
        fits("b_qkv", b_qkv, 3 * c)
    fits("w_proj", w_proj, c, c)
    fits("b_proj", b_proj, c)
    q, k, v = [to_heads(part, num_heads) for part in np.split(affine(x, w_qkv, b_qkv), [c, 2 * c], axis=-1)]
    s = np.matmul(q, np.swapaxes(k, -1, -2)) / np.sqrt(c / num_heads)
    w = row_softmax(hide_future(s) if causal else s)
    return affine(from_heads(np.matmul(w, v)), w_proj, b_proj), w
