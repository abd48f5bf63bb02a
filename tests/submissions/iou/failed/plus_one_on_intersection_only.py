"""Mistake: in inclusive mode the + 1 is added to the sides of the intersection but not to those of the two boxes."""
import numpy as np


def _area(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def _pair(p, q, one):
    w = max(0.0, min(p[2], q[2]) - max(p[0], q[0]) + one)
    h = max(0.0, min(p[3], q[3]) - max(p[1], q[1]) + one)
    inter = w * h
    union = _area(p) + _area(q) - inter
    return inter / union if union != 0 else 0.0


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(name + " has the wrong shape")
        if not (boxes[:, :2] <= boxes[:, 2:]).all():
            raise ValueError(name + " has its corners in the wrong order")
    one = 1.0 if inclusive else 0.0
    values = [_pair(p, q, one) for p in boxes_a.tolist() for q in boxes_b.tolist()]
    return np.array(values, dtype=np.float64).reshape(len(boxes_a), len(boxes_b))
