"""One step of Adam: write the body of adam_step. adam_step.md says what it must do."""

import numpy as np


def adam_step(
    param: np.ndarray,
    grad: np.ndarray,
    m: np.ndarray,
    v: np.ndarray,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take step number t; return the new (param, m, v)."""
    raise NotImplementedError("adam_step is yours to write")
