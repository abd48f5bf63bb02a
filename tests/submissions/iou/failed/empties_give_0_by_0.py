"""Mistake: an empty boxes_b gives an array of shape (0, 0) instead of (n, 0)."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a is no set of boxes")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_b is no set of boxes")
    if np.any(boxes_a[:, 2:] < boxes_a[:, :2]):
        raise ValueError("boxes_a has negative extents")
    if np.any(boxes_b[:, 2:] < boxes_b[:, :2]):
        raise ValueError("boxes_b has negative extents")
    one = 1.0 if inclusive else 0.0
    columns = []
    for x1, y1, x2, y2 in boxes_b.astype(float):
        w = (np.minimum(boxes_a[:, 2], x2) - np.maximum(boxes_a[:, 0], x1) + one).clip(0)
        h = (np.minimum(boxes_a[:, 3], y2) - np.maximum(boxes_a[:, 1], y1) + one).clip(0)
        area = (boxes_a[:, 2] - boxes_a[:, 0] + one) * (boxes_a[:, 3] - boxes_a[:, 1] + one)
        union = area + (x2 - x1 + one) * (y2 - y1 + one) - w * h
        columns.append(w * h / np.where(union > 0, union, 1.0))
    if not columns:
        return np.zeros((0, 0))
    return np.column_stack(columns)
