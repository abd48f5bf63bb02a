"""Mistake: np.array of a list of rows has shape (0,) instead of (0, m) when boxes_a is empty."""
import numpy as np


def _iou(a, b, k):
    w = max(0.0, min(a[2], b[2]) - max(a[0], b[0]) + k)
    h = max(0.0, min(a[3], b[3]) - max(a[1], b[1]) + k)
    u = (a[2] - a[0] + k) * (a[3] - a[1] + k) + (b[2] - b[0] + k) * (b[3] - b[1] + k) - w * h
    return w * h / u if u > 0 else 0.0


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in dict(boxes_a=boxes_a, boxes_b=boxes_b).items():
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} is not (n, 4)")
        if np.any(boxes[:, 0] > boxes[:, 2]) or np.any(boxes[:, 1] > boxes[:, 3]):
            raise ValueError(f"{name} is not ordered")
    k = 1.0 if inclusive else 0.0
    return np.array([[_iou(a, b, k) for b in boxes_b.tolist()] for a in boxes_a.tolist()], dtype=np.float64)
