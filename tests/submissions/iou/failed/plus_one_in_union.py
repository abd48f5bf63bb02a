"""Mistake: in inclusive mode 1 is added to the union as well as to the sides."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    t = 1.0 if inclusive else 0.0
    lists = []
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name}: want rows of 4")
        lists.append([tuple(map(float, row)) for row in boxes])
        if any(x2 < x1 or y2 < y1 for x1, y1, x2, y2 in lists[-1]):
            raise ValueError(f"{name}: want x1 <= x2, y1 <= y2")
    out = np.zeros((len(lists[0]), len(lists[1])))
    for i, p in enumerate(lists[0]):
        for j, q in enumerate(lists[1]):
            w = min(p[2], q[2]) - max(p[0], q[0]) + t
            h = min(p[3], q[3]) - max(p[1], q[1]) + t
            if w > 0 and h > 0:
                s = (p[2] - p[0] + t) * (p[3] - p[1] + t)
                r = (q[2] - q[0] + t) * (q[3] - q[1] + t)
                out[i, j] = w * h / (s + r - w * h + t)
    return out
