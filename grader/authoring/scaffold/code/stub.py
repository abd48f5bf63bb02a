"""FILL IN: what it is: write the body. kata_name.md says what it must do."""

import numpy as np


def kata_name(x: np.ndarray, scale: float = 2.0) -> np.ndarray:
    """FILL IN: what it returns, in a sentence."""
    raise NotImplementedError("kata_name is yours to write")
