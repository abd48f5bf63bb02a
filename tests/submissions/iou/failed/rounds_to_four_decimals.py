"""Mistake: the result is rounded to four decimals, as in tutorials that print it."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be a 2-d array of 4 columns")
        if any(r[0] > r[2] or r[1] > r[3] for r in boxes):
            raise ValueError(f"{name} must hold real boxes")
    pixel = 1.0 if inclusive else 0.0

    def one(a, b):
        w = max(min(a[2], b[2]) - max(a[0], b[0]) + pixel, 0)
        h = max(min(a[3], b[3]) - max(a[1], b[1]) + pixel, 0)
        union = (a[2] - a[0] + pixel) * (a[3] - a[1] + pixel) + (b[2] - b[0] + pixel) * (b[3] - b[1] + pixel) - w * h
        return round(w * h / union, 4) if union else 0.0

    out = np.zeros((len(boxes_a), len(boxes_b)))
    for i, a in enumerate(boxes_a.tolist()):
        for j, b in enumerate(boxes_b.tolist()):
            out[i, j] = one(a, b)
    return out
