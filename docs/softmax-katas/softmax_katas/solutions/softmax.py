"""Softmax along one axis, finite however large the scores are."""

import numpy as np


def softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """Return the exponentials of the scores, each divided by the sum along an axis.

    Args:
        logits: scores of any shape, with one axis and one score at least; float64 or float32.
        axis: along which the result sums to 1; negative ones count from the last.
    Returns:
        Probabilities, of the shape and the dtype of ``logits``.
    Raises:
        ValueError: there is no score in ``logits``, or no such ``axis``.
    Source: Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 4.1.
    """
    if not logits.size:
        raise ValueError("logits must hold a score")
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)
