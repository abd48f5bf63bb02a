"""Mistake: only pairs with j >= i are computed and mirrored into the lower triangle, right only when both arrays are the same."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be of the form (n, 4)")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name} must be of the form x1 <= x2, y1 <= y2")
    one = 1.0 if inclusive else 0.0
    n, m = len(boxes_a), len(boxes_b)
    a, b = boxes_a.tolist(), boxes_b.tolist()
    out = np.zeros((n, m))
    for i in range(n):
        for j in range(i, m):
            w = min(a[i][2], b[j][2]) - max(a[i][0], b[j][0]) + one
            h = min(a[i][3], b[j][3]) - max(a[i][1], b[j][1]) + one
            if w > 0 and h > 0:
                sa = (a[i][2] - a[i][0] + one) * (a[i][3] - a[i][1] + one)
                sb = (b[j][2] - b[j][0] + one) * (b[j][3] - b[j][1] + one)
                out[i, j] = w * h / (sa + sb - w * h)
            if j < n and i < m:
                out[j, i] = out[i, j]
    return out
