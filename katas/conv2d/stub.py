"""Two-dimensional convolution: write the body of conv2d. conv2d.md says what it must do."""

import numpy as np


def conv2d(x: np.ndarray, kernel: np.ndarray, stride: int = 1, padding: int = 0) -> np.ndarray:
    """Convolve images x (n, h, w, c_in) with kernel (kh, kw, c_in, c_out); return (n, h_out, w_out, c_out)."""
    raise NotImplementedError("conv2d is yours to write")
