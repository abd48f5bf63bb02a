"""Mistake: the corner order is checked in boxes_b only."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a must have shape (n, 4)")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_b must have shape (m, 4)")
    if np.any(boxes_b[:, 2:] < boxes_b[:, :2]):
        raise ValueError("boxes_b must have x1 <= x2 and y1 <= y2")
    s = 1.0 if inclusive else 0.0
    out = np.zeros((len(boxes_a), len(boxes_b)))
    for i, a in enumerate(boxes_a.tolist()):
        for j, b in enumerate(boxes_b.tolist()):
            w = min(a[2], b[2]) - max(a[0], b[0]) + s
            h = min(a[3], b[3]) - max(a[1], b[1]) + s
            if w > 0 and h > 0:
                out[i, j] = w * h / ((a[2] - a[0] + s) * (a[3] - a[1] + s) + (b[2] - b[0] + s) * (b[3] - b[1] + s) - w * h)
    return out
