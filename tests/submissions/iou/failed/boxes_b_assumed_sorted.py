"""Mistake: the loop over boxes_b stops at the first box that starts to the right of the current one, as if boxes_b were sorted by x1."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name}: (n, 4) please")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name}: ordered corners please")
    e = 1.0 if inclusive else 0.0
    out = np.zeros((len(boxes_a), len(boxes_b)))
    for i, (ax1, ay1, ax2, ay2) in enumerate(boxes_a.tolist()):
        for j, (bx1, by1, bx2, by2) in enumerate(boxes_b.tolist()):
            if bx1 >= ax2 + e:
                break
            w = min(ax2, bx2) - max(ax1, bx1) + e
            h = min(ay2, by2) - max(ay1, by1) + e
            if w > 0 and h > 0:
                total = (ax2 - ax1 + e) * (ay2 - ay1 + e) + (bx2 - bx1 + e) * (by2 - by1 + e)
                out[i, j] = w * h / (total - w * h)
    return out
