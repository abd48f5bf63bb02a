"""Style: nested Python lists and math.exp, a loop for every index; numpy only at the border."""
import math

import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    shape = x.shape
    if len(shape) != 3:
        raise ValueError("x has %d axes, not 3" % len(shape))
    nb, nt, nc = shape
    if num_heads < 1:
        raise ValueError("num_heads < 1")
    if nc % num_heads > 0:
        raise ValueError("num_heads = %d does not divide %d" % (num_heads, nc))
    if w_qkv.shape != (nc, nc * 3):
        raise ValueError("shape of w_qkv")
    if b_qkv is not None and b_qkv.shape != (nc * 3,):
        raise ValueError("shape of b_qkv")
    if w_proj.shape != (nc, nc):
        raise ValueError("shape of w_proj")
    if b_proj.shape != (nc,):
        raise ValueError("shape of b_proj")
    size = nc // num_heads
    X, W, P, bp = x.tolist(), w_qkv.tolist(), w_proj.tolist(), b_proj.tolist()
    bq = [0.0] * (3 * nc) if b_qkv is None else b_qkv.tolist()
    out = np.zeros((nb, nt, nc))
    weights = np.zeros((nb, num_heads, nt, nt))
    for b in range(nb):
        table = []
        for t in range(nt):
            row = []
            for j in range(3 * nc):
                total = bq[j]
                for i in range(nc):
                    total += X[b][t][i] * W[i][j]
                row.append(total)
            table.append(row)
        mixed = [[0.0] * nc for _ in range(nt)]
        for h in range(num_heads):
            first = h * size
            for t in range(nt):
                last = t + 1 if causal else nt
                scores = []
                for s in range(last):
                    total = 0.0
                    for e in range(size):
                        total += table[t][first + e] * table[s][nc + first + e]
                    scores.append(total / math.sqrt(size))
                top = max(scores)
                powers = [math.exp(score - top) for score in scores]
                norm = sum(powers)
                for s in range(last):
                    w = powers[s] / norm
                    weights[b, h, t, s] = w
                    for e in range(size):
                        mixed[t][first + e] += w * table[s][2 * nc + first + e]
        for t in range(nt):
            for j in range(nc):
                total = bp[j]
                for i in range(nc):
                    total += mixed[t][i] * P[i][j]
                out[b, t, j] = total
    return out, weights
