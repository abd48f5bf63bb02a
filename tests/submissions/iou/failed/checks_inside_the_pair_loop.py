"""Mistake: the corner order is checked inside the loop over pairs, so a reversed box passes when the other array holds no boxes."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a needs shape (n, 4)")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_b needs shape (m, 4)")
    p = 1.0 if inclusive else 0.0
    out = np.zeros((len(boxes_a), len(boxes_b)))
    for i, (ax1, ay1, ax2, ay2) in enumerate(boxes_a.tolist()):
        for j, (bx1, by1, bx2, by2) in enumerate(boxes_b.tolist()):
            if ax2 < ax1 or ay2 < ay1:
                raise ValueError(f"boxes_a[{i}] is reversed")
            if bx2 < bx1 or by2 < by1:
                raise ValueError(f"boxes_b[{j}] is reversed")
            w = min(ax2, bx2) - max(ax1, bx1) + p
            h = min(ay2, by2) - max(ay1, by1) + p
            if w > 0 and h > 0:
                area_a = (ax2 - ax1 + p) * (ay2 - ay1 + p)
                area_b = (bx2 - bx1 + p) * (by2 - by1 + p)
                out[i, j] = w * h / (area_a + area_b - w * h)
    return out
