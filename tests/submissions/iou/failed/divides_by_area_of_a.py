"""Mistake: the intersection is divided by the area of the box of boxes_a instead of by the union (coverage, not IoU)."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a must be [[x1, y1, x2, y2], ...]")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_b must be [[x1, y1, x2, y2], ...]")
    if not np.all(boxes_a[:, :2] <= boxes_a[:, 2:]):
        raise ValueError("boxes_a must have x1 <= x2 and y1 <= y2")
    if not np.all(boxes_b[:, :2] <= boxes_b[:, 2:]):
        raise ValueError("boxes_b must have x1 <= x2 and y1 <= y2")
    d = 1.0 if inclusive else 0.0
    out = np.zeros((len(boxes_a), len(boxes_b)))
    for (i, j), _ in np.ndenumerate(out):
        ax1, ay1, ax2, ay2 = map(float, boxes_a[i])
        bx1, by1, bx2, by2 = map(float, boxes_b[j])
        w = min(ax2, bx2) - max(ax1, bx1) + d
        h = min(ay2, by2) - max(ay1, by1) + d
        if w > 0 and h > 0:
            out[i, j] = w * h / ((ax2 - ax1 + d) * (ay2 - ay1 + d))
    return out
