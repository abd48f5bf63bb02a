"""Intersection over union: write the body of iou. iou.md says what it must do."""

import numpy as np


def iou(boxes_a: np.ndarray, boxes_b: np.ndarray, inclusive: bool = False) -> np.ndarray:
    """Return the overlap (n, m) of every box in boxes_a (n, 4) with every box in boxes_b (m, 4)."""
    raise NotImplementedError("iou is yours to write")
