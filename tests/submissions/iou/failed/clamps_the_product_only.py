"""Mistake: max(0, width * height) clamps the product, so two negative sides still give a positive intersection."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    def rows(array, name):
        if array.ndim != 2 or array.shape[1] != 4:
            raise ValueError(f"{name} is not a list of boxes")
        out = array.tolist()
        if any(r[2] < r[0] or r[3] < r[1] for r in out):
            raise ValueError(f"{name} has an inverted box")
        return out

    p = 1.0 if inclusive else 0.0
    a, b = rows(boxes_a, "boxes_a"), rows(boxes_b, "boxes_b")
    out = np.zeros((len(a), len(b)))
    for i, (ax1, ay1, ax2, ay2) in enumerate(a):
        for j, (bx1, by1, bx2, by2) in enumerate(b):
            inter = max(0.0, (min(ax2, bx2) - max(ax1, bx1) + p) * (min(ay2, by2) - max(ay1, by1) + p))
            union = (ax2 - ax1 + p) * (ay2 - ay1 + p) + (bx2 - bx1 + p) * (by2 - by1 + p) - inter
            out[i, j] = inter / union if union != 0 else 0.0
    return out
