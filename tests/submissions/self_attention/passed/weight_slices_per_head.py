"""Style: the weights are cut, not the activations; every head has its own W_q, W_k, W_v and rows of W_o."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if np.ndim(x) != 3:
        raise ValueError("x should be batch by tokens by channels")
    batch, tokens, channels = np.shape(x)
    if num_heads < 1:
        raise ValueError("need num_heads >= 1")
    head, rest = divmod(channels, num_heads)
    if rest:
        raise ValueError("channels of x are no multiple of num_heads")
    if np.shape(w_qkv) != (channels, 3 * channels):
        raise ValueError("w_qkv does not fit x")
    if b_qkv is not None and np.shape(b_qkv) != (3 * channels,):
        raise ValueError("b_qkv does not fit x")
    if np.shape(w_proj) != (channels, channels):
        raise ValueError("w_proj does not fit x")
    if np.shape(b_proj) != (channels,):
        raise ValueError("b_proj does not fit x")
    out = np.zeros((batch, tokens, channels)) + b_proj
    weights = np.zeros((batch, num_heads, tokens, tokens))
    for h in range(num_heads):
        mine = []
        for which in range(3):
            lo = which * channels + h * head
            y = x @ w_qkv[:, lo : lo + head]
            if b_qkv is not None:
                y = y + b_qkv[lo : lo + head]
            mine.append(y)
        query, key, value = mine
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(head)
        if causal:
            scores = np.where(np.tri(tokens) > 0, scores, -np.inf)
        scores = np.exp(scores - scores.max(axis=2)[:, :, None])
        weights[:, h] = scores / scores.sum(axis=2)[:, :, None]
        out += weights[:, h] @ value @ w_proj[h * head : (h + 1) * head]
    return out, weights
