"""Mistake: -10000 is added to the masked scores (as BERT does), too little when a future score is higher by more than that."""
import numpy as np


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    if x.ndim != 3:
        raise ValueError("x: not 3-d")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError("num_heads: below 1")
    for bad, message in (
        (c % num_heads != 0, "num_heads: does not divide c"),
        (w_qkv.shape != (c, 3 * c), "w_qkv: not (c, 3c)"),
        (b_qkv is not None and b_qkv.shape != (3 * c,), "b_qkv: not (3c,)"),
        (w_proj.shape != (c, c), "w_proj: not (c, c)"),
        (b_proj.shape != (c,), "b_proj: not (c,)"),
    ):
        if bad:
            raise ValueError(message)
    d = c // num_heads
    y = x @ w_qkv
    if b_qkv is not None:
        y = y + b_qkv
    query, key, value = (
        y[..., i * c:(i + 1) * c].reshape(b, n, num_heads, d).swapaxes(1, 2) for i in range(3)
    )
    attention_scores = query @ key.swapaxes(-1, -2) / np.sqrt(d)
    if causal:
        attention_scores = attention_scores + (1.0 - np.tri(n)) * -10000.0
    attention_scores = np.exp(attention_scores - attention_scores.max(-1, keepdims=True))
    attention_probs = attention_scores / attention_scores.sum(-1, keepdims=True)
    context = (attention_probs @ value).swapaxes(1, 2).reshape(b, n, c)
    return context @ w_proj + b_proj, attention_probs
