"""Mistake: boxes overlap only if a corner of one lies in the other, so a wide and a tall box that cross get 0."""
import numpy as np


def _has(box, x, y):
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _corner_inside(p, q):
    return any(_has(p, x, y) for x in (q[0], q[2]) for y in (q[1], q[3]))


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must contain rows of four")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name} must contain ordered corners")
    k = 1.0 if inclusive else 0.0
    out = np.zeros((len(boxes_a), len(boxes_b)))
    for i, a in enumerate(boxes_a.tolist()):
        for j, b in enumerate(boxes_b.tolist()):
            if not (_corner_inside(a, b) or _corner_inside(b, a)):
                continue
            inter = (min(a[2], b[2]) - max(a[0], b[0]) + k) * (min(a[3], b[3]) - max(a[1], b[1]) + k)
            union = (a[2] - a[0] + k) * (a[3] - a[1] + k) + (b[2] - b[0] + k) * (b[3] - b[1] + k) - inter
            if union > 0:
                out[i, j] = inter / union
    return out
