"""Mistake: the result is allocated as (n, n) and the loop over boxes_b runs to n, as if m were n."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name}: need (n, 4)")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name}: need ordered corners")
    n = len(boxes_a)
    extra = 1.0 if inclusive else 0.0
    result = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            a, b = boxes_a[i].tolist(), boxes_b[j].tolist()
            w = min(a[2], b[2]) - max(a[0], b[0]) + extra
            h = min(a[3], b[3]) - max(a[1], b[1]) + extra
            if w > 0 and h > 0:
                area_a = (a[2] - a[0] + extra) * (a[3] - a[1] + extra)
                area_b = (b[2] - b[0] + extra) * (b[3] - b[1] + extra)
                result[i, j] = w * h / (area_a + area_b - w * h)
    return result
