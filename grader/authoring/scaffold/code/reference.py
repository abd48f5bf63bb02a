"""FILL IN: what it is, in a line."""

import numpy as np


def kata_name(x: np.ndarray, scale: float = 2.0) -> np.ndarray:
    """FILL IN: what it returns, in a sentence.

    Args:
        x: FILL IN: its shape, and what is in it.
        scale: above 0.
    Returns:
        FILL IN: shape and dtype.
    Raises:
        ValueError: scale is not above 0.
    Source: FILL IN: author, title, year.
    """
    if scale <= 0:
        raise ValueError("scale must be above 0")
    return x * scale
