"""Mistake: a 1-d array of four numbers is made a box with np.atleast_2d instead of being refused."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    a = np.atleast_2d(boxes_a)
    b = np.atleast_2d(boxes_b)
    for name, boxes in (("boxes_a", a), ("boxes_b", b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be (n, 4)")
        if (boxes[:, 2:] < boxes[:, :2]).any():
            raise ValueError(f"{name} must not have reversed corners")
    one = 1 if inclusive else 0
    lt = np.maximum(a[:, None, :2], b[:, :2])
    rb = np.minimum(a[:, None, 2:], b[:, 2:])
    w, h = np.moveaxis(np.maximum(rb - lt + one, 0), -1, 0)
    inter = w * h
    union = np.prod(a[:, 2:] - a[:, :2] + one, axis=1)[:, None] + np.prod(b[:, 2:] - b[:, :2] + one, axis=1) - inter
    return inter / np.where(union > 0, union, 1)
