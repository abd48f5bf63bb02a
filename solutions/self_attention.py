"""Multi-head self-attention, forward pass."""

import math

import numpy as np


def self_attention(
    x: np.ndarray,
    w_qkv: np.ndarray,
    b_qkv: np.ndarray | None,
    w_proj: np.ndarray,
    b_proj: np.ndarray,
    num_heads: int,
    causal: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Let every position of a sequence look at every other.

    Args:
        x: (b, n, c) sequences of n >= 1 positions.
        w_qkv: (c, 3 * c); its columns make queries, then keys, then values, each with the heads side by side.
        b_qkv: (3 * c,), or None for none.
        w_proj: (c, c), applied to the heads' results side by side.
        b_proj: (c,).
        num_heads: divides c.
        causal: a position sees itself and earlier ones only.
    Returns:
        out (b, n, c), and the weights (b, num_heads, n, n), whose rows sum to 1.
    Raises:
        ValueError: num_heads < 1, c is not a multiple of it, or a shape does not fit.
    Source: Vaswani et al., "Attention Is All You Need", NeurIPS 2017, section 3.2.
    """
    if x.ndim != 3:
        raise ValueError(f"x has {x.ndim} axes, not 3")
    b, n, c = x.shape
    if num_heads < 1:
        raise ValueError(f"num_heads must be at least 1, not {num_heads}")
    if c % num_heads:
        raise ValueError(f"num_heads is {num_heads}, which does not divide the {c} channels")
    if w_qkv.shape != (c, 3 * c):
        raise ValueError(f"w_qkv has shape {w_qkv.shape}, not {(c, 3 * c)}")
    if b_qkv is not None and b_qkv.shape != (3 * c,):
        raise ValueError(f"b_qkv has shape {b_qkv.shape}, not {(3 * c,)}")
    if w_proj.shape != (c, c):
        raise ValueError(f"w_proj has shape {w_proj.shape}, not {(c, c)}")
    if b_proj.shape != (c,):
        raise ValueError(f"b_proj has shape {b_proj.shape}, not {(c,)}")
    head_dim = c // num_heads
    qkv = x @ w_qkv
    if b_qkv is not None:
        qkv = qkv + b_qkv
    q, k, v = qkv.reshape(b, n, 3, num_heads, head_dim).transpose(2, 0, 3, 1, 4)
    scores = q @ k.transpose(0, 1, 3, 2) / math.sqrt(head_dim)
    if causal:
        scores = np.where(np.tri(n, dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = weights / weights.sum(axis=-1, keepdims=True)
    heads = weights @ v
    out = heads.transpose(0, 2, 1, 3).reshape(b, n, c) @ w_proj + b_proj
    return out, weights
