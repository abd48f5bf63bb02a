"""Mistake: the result is (m, n) instead of (n, m): rows are boxes_b."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a has a bad shape")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_b has a bad shape")
    if np.any(boxes_a[:, 2:] < boxes_a[:, :2]):
        raise ValueError("boxes_a has a bad box")
    if np.any(boxes_b[:, 2:] < boxes_b[:, :2]):
        raise ValueError("boxes_b has a bad box")
    add = 1 if inclusive else 0
    rows = np.empty((len(boxes_b), len(boxes_a)))
    areas = (boxes_a[:, 2] - boxes_a[:, 0] + add) * (boxes_a[:, 3] - boxes_a[:, 1] + add)
    for j, (x1, y1, x2, y2) in enumerate(boxes_b):
        w = np.maximum(np.minimum(boxes_a[:, 2], x2) - np.maximum(boxes_a[:, 0], x1) + add, 0)
        h = np.maximum(np.minimum(boxes_a[:, 3], y2) - np.maximum(boxes_a[:, 1], y1) + add, 0)
        u = areas + (x2 - x1 + add) * (y2 - y1 + add) - w * h
        rows[j] = w * h / np.where(u == 0, 1, u)
    return rows
