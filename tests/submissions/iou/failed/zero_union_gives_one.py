"""Mistake: a pair of zero-area boxes in the same place is called identical and given IoU 1 instead of 0."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"`{name}` must be an array of boxes")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"`{name}` must have its min corner first")
    q = 1.0 if inclusive else 0.0
    out = np.zeros((len(boxes_a), len(boxes_b)))
    for i, a in enumerate(boxes_a.tolist()):
        for j, b in enumerate(boxes_b.tolist()):
            if a == b:
                out[i, j] = 1.0
                continue
            w = max(min(a[2], b[2]) - max(a[0], b[0]) + q, 0.0)
            h = max(min(a[3], b[3]) - max(a[1], b[1]) + q, 0.0)
            if w * h > 0:
                total = (a[2] - a[0] + q) * (a[3] - a[1] + q) + (b[2] - b[0] + q) * (b[3] - b[1] + q)
                out[i, j] = w * h / (total - w * h)
    return out
