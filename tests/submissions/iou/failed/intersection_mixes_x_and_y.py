"""Mistake: the right edge of the intersection is the minimum of x2 of one box and y2 of the other."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be two-dimensional with 4 columns")
        if np.any(np.diff(boxes[:, ::2], axis=1) < 0) or np.any(np.diff(boxes[:, 1::2], axis=1) < 0):
            raise ValueError(f"{name} must have non-negative sides")
    e = 1.0 if inclusive else 0.0
    table = np.zeros((len(boxes_a), len(boxes_b)))
    for i, a in enumerate(boxes_a.tolist()):
        for j, b in enumerate(boxes_b.tolist()):
            x_left = max(a[0], b[0])
            y_top = max(a[1], b[1])
            x_right = min(a[2], b[3])
            y_bottom = min(a[3], b[3])
            if x_right - x_left + e <= 0 or y_bottom - y_top + e <= 0:
                continue
            inter = (x_right - x_left + e) * (y_bottom - y_top + e)
            union = (a[2] - a[0] + e) * (a[3] - a[1] + e) + (b[2] - b[0] + e) * (b[3] - b[1] + e) - inter
            table[i, j] = inter / union if union else 0.0
    return table
