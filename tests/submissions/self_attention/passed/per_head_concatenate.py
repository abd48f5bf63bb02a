"""Style: a loop over the heads, each head a slice of the columns, concatenated at the end."""
import numpy as np


def softmax(z):
    z = z - np.max(z, axis=-1, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=-1, keepdims=True)


def attention(q, k, v, causal):
    scores = np.matmul(q, np.swapaxes(k, 1, 2)) / np.sqrt(q.shape[-1])
    if causal:
        n = scores.shape[-1]
        hidden = np.triu(np.ones((n, n), dtype=bool), k=1)
        scores[:, hidden] = -np.inf
    weights = softmax(scores)
    return np.matmul(weights, v), weights


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("expected a 3-d x")
    c = x.shape[2]
    if num_heads < 1:
        raise ValueError("expected num_heads of 1 or more")
    if c % num_heads != 0:
        raise ValueError("expected num_heads to divide c")
    for name, array, wanted in [
        ("w_qkv", w_qkv, (c, 3 * c)),
        ("b_qkv", b_qkv, (3 * c,)),
        ("w_proj", w_proj, (c, c)),
        ("b_proj", b_proj, (c,)),
    ]:
        if name == "b_qkv" and array is None:
            continue
        if array.shape != wanted:
            raise ValueError("expected " + name + " of shape " + str(wanted))
    qkv = np.matmul(x, w_qkv)
    if b_qkv is not None:
        qkv = qkv + b_qkv
    d = c // num_heads
    outs, maps = [], []
    for h in range(num_heads):
        cols = slice(h * d, (h + 1) * d)
        o, w = attention(qkv[..., :c][..., cols], qkv[..., c : 2 * c][..., cols], qkv[..., 2 * c :][..., cols], causal)
        outs.append(o)
        maps.append(w)
    return np.matmul(np.concatenate(outs, axis=-1), w_proj) + b_proj, np.stack(maps, axis=1)
