"""Style: generators, functools.reduce and partial; no loop statement but in comprehensions."""
import functools
import itertools
import operator

import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    complaint = next(_complaints(x, w_qkv, b_qkv, w_proj, b_proj, num_heads), None)
    if complaint is not None:
        raise ValueError(complaint)
    c = x.shape[2]
    d = c // num_heads
    column = functools.partial(_project, x, w_qkv, b_qkv, d)
    heads = [
        _one_head(*(column(part * c + start) for part in range(3)), causal) for start in range(0, c, d)
    ]
    rows = (w_proj[start : start + d] for start in range(0, c, d))
    terms = (pair[0] @ r for pair, r in zip(heads, rows))
    out = functools.reduce(operator.add, itertools.chain([b_proj], terms))
    return out, np.stack([w for _, w in heads], axis=1)


def _complaints(x, w_qkv, b_qkv, w_proj, b_proj, num_heads):
    if x.ndim != 3:
        yield "x must be 3-d"
    if num_heads < 1:
        yield "num_heads must be 1 or greater"
    c = x.shape[-1]
    if c % num_heads:
        yield "num_heads must divide the last axis of x"
    wanted = {"w_qkv": (c, 3 * c), "b_qkv": (3 * c,), "w_proj": (c, c), "b_proj": (c,)}
    given = {"w_qkv": w_qkv, "b_qkv": b_qkv, "w_proj": w_proj, "b_proj": b_proj}
    if b_qkv is None:
        del given["b_qkv"]
    yield from (f"{name} must be {wanted[name]}" for name in given if given[name].shape != wanted[name])


def _project(x, w, bias, width, start):
    y = x @ w[:, start : start + width]
    return y if bias is None else y + bias[start : start + width]


def _one_head(q, k, v, causal):
    s = np.matmul(q, k.transpose(0, 2, 1)) / np.sqrt(q.shape[-1])
    s = np.where(np.tri(s.shape[1], dtype=bool), s, -np.inf) if causal else s
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    w = e / e.sum(axis=-1, keepdims=True)
    return w @ v, w
