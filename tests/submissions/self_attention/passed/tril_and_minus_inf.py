"""Style: an additive mask of 0 and -inf built once with np.full and np.triu, added to the scores."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    def bad(what):
        raise ValueError("bad argument " + what)

    if x.ndim != 3:
        bad("x")
    bsz, seq, dim = x.shape
    if num_heads < 1 or dim % num_heads != 0:
        bad("num_heads")
    if w_qkv.shape != (dim, 3 * dim):
        bad("w_qkv")
    if b_qkv is not None and b_qkv.shape != (3 * dim,):
        bad("b_qkv")
    if w_proj.shape != (dim, dim):
        bad("w_proj")
    if b_proj.shape != (dim,):
        bad("b_proj")

    bias = np.zeros(3 * dim, dtype=w_qkv.dtype) if b_qkv is None else b_qkv
    q, k, v = np.split(x @ w_qkv + bias, 3, axis=-1)
    shape = (bsz, seq, num_heads, dim // num_heads)
    q, k, v = q.reshape(shape), k.reshape(shape), v.reshape(shape)
    scores = np.einsum("bqhd,bkhd->bhqk", q, k) / np.sqrt(dim // num_heads)
    if causal:
        scores = scores + np.triu(np.full((seq, seq), -np.inf), 1)
    scores = scores - scores.max(axis=-1, keepdims=True)
    probs = np.exp(scores)
    probs = probs / probs.sum(axis=-1, keepdims=True)
    ctx = np.einsum("bhqk,bkhd->bqhd", probs, v).reshape(bsz, seq, dim)
    return ctx @ w_proj + b_proj, probs
