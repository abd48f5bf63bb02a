"""Batch normalisation: write the bodies of both functions. batch_norm.md says what they must do."""

from typing import Any

import numpy as np


def batch_norm_forward(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    momentum: float = 0.1,
    eps: float = 1e-5,
    training: bool = True,
) -> tuple[np.ndarray, Any, np.ndarray, np.ndarray]:
    """Normalise each feature of x (n, d); return (y, cache, running_mean, running_var)."""
    raise NotImplementedError("batch_norm_forward is yours to write")


def batch_norm_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (dx, dgamma, dbeta) of the training-mode forward pass that made the cache."""
    raise NotImplementedError("batch_norm_backward is yours to write")
